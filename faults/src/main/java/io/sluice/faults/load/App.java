package io.sluice.faults.load;

/** The apps that are loaded. */
public enum App {
    /** Its events have ids, so its clients send again until they have an answer. */
    SHOP("shop", true),

    /** Its events have none, so its clients send each once, whatever becomes of it. */
    BARE("bare", false);

    private final String word;
    private final boolean ids;

    App(String word, boolean ids) {
        this.word = word;
        this.ids = ids;
    }

    /** Its name in Sluice. */
    public String word() {
        return word;
    }

    public boolean hasIds() {
        return ids;
    }

    /** What opens its door. */
    public String writeKey() {
        return "sk_faults_" + word;
    }
}
