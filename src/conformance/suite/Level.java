package conformance.suite;

/** How binding a requirement is. A case of level INFO tells what the server does where the RFC leaves it free. */
public enum Level { MUST, SHOULD, INFO }
