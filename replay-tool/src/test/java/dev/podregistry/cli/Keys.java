package dev.podregistry.cli;

/** Keys that everybody knows, in the form in which OpenSSL writes them. */
final class Keys {

    /** The pair of RFC 8410, section 10. */
    static final String PRIVATE =
            pem("PRIVATE KEY", "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC");

    static final String PUBLIC = pem("PUBLIC KEY", "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");

    /** The public key of RFC 8032, section 7.1, test 1. */
    static final String OTHER_PUBLIC =
            pem("PUBLIC KEY", "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");

    /** A key for another purpose. */
    static final String X25519_PRIVATE =
            pem("PRIVATE KEY", "MC4CAQAwBQYDK2VuBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC");

    private Keys() {}

    private static String pem(String label, String base64) {
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
