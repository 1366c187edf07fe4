package dev.podregistry.benchmarks.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import java.util.UUID;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * Allocations in SQLite, as somebody would do it who knows SQLite: WAL, one transaction a command, prepared statements,
 * and the question who else may write a path answered from an index.
 *
 * <p>It does less than the registry, in its own favour: all rules are recursive, nobody denies or delegates, dead processes
 * are not looked for, and no history is kept.
 */
final class SqliteStore implements Store {

    private static final String[] SCHEMA = {
        "CREATE TABLE IF NOT EXISTS pods (id INTEGER PRIMARY KEY, pod TEXT NOT NULL UNIQUE,"
                + " process TEXT NOT NULL, segment TEXT NOT NULL UNIQUE)",
        "CREATE TABLE IF NOT EXISTS rules (pod INTEGER NOT NULL, ordinal INTEGER NOT NULL, target TEXT NOT NULL,"
                + " permission TEXT NOT NULL, PRIMARY KEY (pod, ordinal)) WITHOUT ROWID",
        "CREATE INDEX IF NOT EXISTS writers ON rules (target) WHERE permission = 'WRITE'"
    };

    private final Connection connection;
    private final PreparedStatement writerAt;
    private final PreparedStatement writerBelow;
    private final PreparedStatement addPod;
    private final PreparedStatement addRule;
    private final PreparedStatement find;
    private final PreparedStatement removeRules;
    private final PreparedStatement removePod;

    private SqliteStore(Connection connection) throws SQLException {
        this.connection = connection;
        writerAt =
                connection.prepareStatement("SELECT pod FROM rules WHERE permission = 'WRITE' AND target = ? LIMIT 1");
        writerBelow = connection.prepareStatement(
                "SELECT pod FROM rules WHERE permission = 'WRITE' AND target >= ? AND target < ? LIMIT 1");
        addPod = connection.prepareStatement(
                "INSERT INTO pods (pod, process, segment) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING id");
        addRule =
                connection.prepareStatement("INSERT INTO rules (pod, ordinal, target, permission) VALUES (?, ?, ?, ?)");
        find = connection.prepareStatement("SELECT id FROM pods WHERE pod = ?");
        removeRules = connection.prepareStatement("DELETE FROM rules WHERE pod = ?");
        removePod = connection.prepareStatement("DELETE FROM pods WHERE id = ?");
    }

    /** What an answer survives; the names are SQLite's. */
    enum Synchronous {
        OFF,
        FULL
    }

    static void fill(Path folder, Stream<Ask> live) {
        try (SqliteStore store = open(folder, Synchronous.OFF)) {
            for (Iterator<Ask> asks = live.iterator(); asks.hasNext(); ) {
                store.add(asks.next());
            }
            store.connection.commit();
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    static SqliteStore open(Path folder, Synchronous synchronous) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.valueOf(synchronous.name()));
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setBusyTimeout(10_000);
        try {
            Connection connection = config.createConnection("jdbc:sqlite:" + folder.resolve("allocations.db"));
            try (Statement schema = connection.createStatement()) {
                for (String statement : SCHEMA) {
                    schema.execute(statement);
                }
            }
            connection.setAutoCommit(false);
            return new SqliteStore(connection);
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    @Override
    public boolean register(Ask ask) {
        try {
            if (isTaken(ask.write()) || !add(ask)) {
                connection.rollback();
                return false;
            }
            connection.commit();
            return true;
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    private boolean isTaken(String target) throws SQLException {
        for (int end = target.length(); end > 0; end = target.lastIndexOf('/', end - 1)) {
            writerAt.setString(1, target.substring(0, end));
            if (answers(writerAt)) {
                return true;
            }
        }
        writerAt.setString(1, "/");
        writerBelow.setString(1, target.equals("/") ? "/" : target + "/");
        // The character after the slash.
        writerBelow.setString(2, target.equals("/") ? "0" : target + "0");
        return answers(writerAt) || answers(writerBelow);
    }

    private boolean add(Ask ask) throws SQLException {
        addPod.setString(1, ask.pod());
        addPod.setString(2, ask.process().toString());
        addPod.setString(3, UUID.randomUUID().toString());
        long id;
        try (var added = addPod.executeQuery()) {
            if (!added.next()) {
                return false;
            }
            id = added.getLong(1);
        }
        addRule(id, 0, ask.write(), "WRITE");
        addRule(id, 1, ask.read(), "READ");
        return true;
    }

    private void addRule(long pod, int ordinal, String target, String permission) throws SQLException {
        addRule.setLong(1, pod);
        addRule.setInt(2, ordinal);
        addRule.setString(3, target);
        addRule.setString(4, permission);
        addRule.executeUpdate();
    }

    @Override
    public boolean release(String pod) {
        try {
            find.setString(1, pod);
            long id;
            try (var found = find.executeQuery()) {
                if (!found.next()) {
                    connection.rollback();
                    return false;
                }
                id = found.getLong(1);
            }
            removeRules.setLong(1, id);
            removeRules.executeUpdate();
            removePod.setLong(1, id);
            removePod.executeUpdate();
            connection.commit();
            return true;
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    private static boolean answers(PreparedStatement question) throws SQLException {
        try (var rows = question.executeQuery()) {
            return rows.next();
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }
}
