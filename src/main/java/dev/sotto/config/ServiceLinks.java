package dev.sotto.config;

import java.util.regex.Pattern;

/**
 * The variables that Kubernetes puts into every container for every service of its namespace: those of a service named
 * {@code sotto} or {@code sotto-api} begin as our settings do. Names and values as in makeEnvVariableName, makeLinkVariables
 * and FromServices of pkg/kubelet/envvars/envvars.go (kubernetes/kubernetes, Apache-2.0). Docker's links to a container of that
 * name, which build servers make for their services, have some more: ToEnv of daemon/links/links.go (moby/moby, Apache-2.0).
 */
final class ServiceLinks {
    private static final String PROTOCOL = "(TCP|UDP|SCTP)";
    private static final Pattern ADDRESS = Pattern.compile("(?i)" + PROTOCOL + "://\\S+:\\d{1,5}");
    private static final Pattern SERVICE = Pattern.compile("SOTTO_(\\w+_)?SERVICE_(HOST|PORT(_\\w+)?)");
    private static final Pattern PORT = Pattern.compile("SOTTO_(\\w+_)?PORT");
    private static final Pattern PORT_PART = Pattern.compile(
            "SOTTO_(\\w+_)?PORT_\\d{1,5}_" + PROTOCOL + "(_(PROTO|PORT|ADDR|START|END|PORT_START|PORT_END))?");
    private static final Pattern LINK_NAME = Pattern.compile("SOTTO_(\\w+_)?NAME");
    private static final Pattern LINKED_NAMES = Pattern.compile("/[^/]+/[^/]+");
    private static final Pattern LINKED_VARIABLE = Pattern.compile("SOTTO_(\\w+_)?ENV_\\w+");

    private ServiceLinks() {}

    /**
     * Whether Kubernetes or Docker set it. A service {@code sotto-http} has a variable of the same name as a setting,
     * {@code SOTTO_HTTP_PORT}, so for that name the value counts.
     */
    static boolean has(String name, String value) {
        return SERVICE.matcher(name).matches()
                || PORT_PART.matcher(name).matches()
                || LINKED_VARIABLE.matcher(name).matches()
                || (LINK_NAME.matcher(name).matches()
                        && LINKED_NAMES.matcher(value.strip()).matches())
                || (PORT.matcher(name).matches()
                        && ADDRESS.matcher(value.strip()).matches());
    }
}
