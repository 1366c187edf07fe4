package dev.podregistry.model;

/**
 * Proof of who owns an allocation: the sequence of the event that last gave it its owner.
 *
 * <p>It grows with every new owner of a name, so it also serves as a fencing token for whatever the pod writes to.
 *
 * @param value the sequence of the {@code Registered}, {@code Delegated} or {@code Adopted} event, from 1
 */
public record Token(long value) implements Comparable<Token> {

    public Token {
        if (value < 1) {
            throw new IllegalArgumentException("token " + value + " is less than 1");
        }
    }

    @Override
    public int compareTo(Token other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
