package io.sluice.sink;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

/** What the files of a certificate and its key hold. Never shown by {@link #toString()}. */
record KeyPairFiles(Buffer certificate, Buffer key) {
    private static final byte[] PROOF = new byte[32];
    private static final List<String> TYPES = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    /** Blocks. */
    static KeyPairFiles read(TlsSettings settings) throws IOException {
        return new KeyPairFiles(
                Buffer.buffer(Files.readAllBytes(Path.of(settings.certificate()))),
                Buffer.buffer(Files.readAllBytes(Path.of(settings.key()))));
    }

    PemKeyCertOptions options() {
        return new PemKeyCertOptions().setCertValue(certificate).setKeyValue(key);
    }

    /**
     * Gives itself back. Blocks.
     *
     * @throws GeneralSecurityException if the key is not the certificate's, as in the middle of a
     *     change of both files
     * @throws Exception if a file does not hold what it should
     */
    KeyPairFiles check(Vertx vertx) throws Exception {
        for (KeyManager manager : options().getKeyManagerFactory(vertx).getKeyManagers()) {
            if (manager instanceof X509KeyManager pairs && holdsPair(pairs)) {
                return this;
            }
        }
        throw new GeneralSecurityException("the key is not the certificate's");
    }

    private static boolean holdsPair(X509KeyManager pairs) throws GeneralSecurityException {
        for (String type : TYPES) {
            String[] names = pairs.getServerAliases(type, null);
            for (String name : names == null ? new String[0] : names) {
                if (belongs(pairs.getPrivateKey(name), pairs.getCertificateChain(name)[0])) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Signs with the one and verifies with the other. */
    private static boolean belongs(PrivateKey key, Certificate certificate)
            throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    case String other -> other;
                };
        if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(PROOF);
        byte[] signed = signer.sign();
        signer.initVerify(certificate);
        signer.update(PROOF);
        return signer.verify(signed);
    }

    @Override
    public String toString() {
        return "KeyPairFiles[*****]";
    }
}
