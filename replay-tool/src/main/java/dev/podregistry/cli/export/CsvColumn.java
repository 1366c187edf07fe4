package dev.podregistry.cli.export;

/** The columns of the CSV export. New ones come last. */
enum CsvColumn {
    SEQUENCE("sequence"),
    TIME("time"),
    TYPE("type"),
    POD("pod"),
    ACTOR("actor"),
    COMMAND("command"),
    SPAWNER("spawner"),
    PROCESS("process"),
    PID("pid"),
    SOCKET("socket"),
    SEGMENT("segment"),
    ALLOW("allow"),
    DENY("deny"),
    AUTHORITY("authority"),
    AUTHORITY_ALLOW("authority_allow"),
    AUTHORITY_DENY("authority_deny"),
    CAUSE("cause"),
    PARENT("parent"),
    REMOVED("removed"),
    RESTORED("restored"),
    WITHHELD("withheld"),
    SYNCED("synced"),
    PREVIOUS("previous"),
    HASH("hash"),
    STORED("stored");

    private final String label;

    CsvColumn(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
