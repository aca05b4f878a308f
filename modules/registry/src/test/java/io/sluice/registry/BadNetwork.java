package io.sluice.registry;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;

/** A way to the database on which answers can be lost. */
final class BadNetwork {
    private enum Mood {
        FINE,
        /** The next answer is lost, and its connection with it. */
        LOSE_ONE,
        /** Nothing comes back, and nobody says so. */
        SILENT
    }

    private final NetClient client;
    private final NetServer server;
    private volatile Mood mood = Mood.FINE;

    BadNetwork(Vertx vertx, RegistrySettings target) {
        client = vertx.createNetClient();
        server = vertx.createNetServer().connectHandler(in -> connect(in, target));
    }

    Future<Integer> listen() {
        return server.listen(0, "127.0.0.1").map(NetServer::actualPort);
    }

    void loseTheNextAnswer() {
        mood = Mood.LOSE_ONE;
    }

    void fallSilent() {
        mood = Mood.SILENT;
    }

    void recover() {
        mood = Mood.FINE;
    }

    private void connect(NetSocket in, RegistrySettings target) {
        in.pause();
        client.connect(target.port(), target.host())
                .onSuccess(
                        out -> {
                            in.handler(out::write);
                            in.closeHandler(gone -> out.close());
                            out.handler(answer -> answer(answer, in, out));
                            out.closeHandler(gone -> in.close());
                            in.resume();
                        })
                .onFailure(failure -> in.close());
    }

    private void answer(Buffer answer, NetSocket in, NetSocket out) {
        switch (mood) {
            case FINE -> in.write(answer);
            case SILENT -> {}
            case LOSE_ONE -> {
                mood = Mood.FINE;
                in.close();
                out.close();
            }
        }
    }
}
