package dev.sotto.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says what was found on this machine, and what to do about what was not. */
@Command(
        name = "doctor",
        description = "Check this machine: Java, engine and device, ffmpeg, models, folders.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:transcription works",
            "1:something that is required is missing or broken",
            "2:the command line is wrong",
            "70:an internal error",
            "78:the settings cannot be used",
            "130:interrupted by Ctrl-C",
            "143:ended by SIGTERM"
        })
final class DoctorCommand implements Callable<Integer> {
    private final Services services;
    private final Terminal terminal;

    DoctorCommand(Services services, Terminal terminal) {
        this.services = services;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Finding> findings = new DoctorChecks(services.surroundings(), services.models()).findings();
        for (Finding finding : findings) {
            terminal.out()
                    .println(String.format(
                            Locale.ROOT, "%-7s %-10s %s", finding.state().label(), finding.subject(), finding.seen()));
            if (!finding.advice().isEmpty()) {
                terminal.out().println(" ".repeat(19) + finding.advice());
            }
        }
        boolean isBroken = findings.stream().anyMatch(finding -> finding.state() == Finding.State.BROKEN);
        terminal.out()
                .println(
                        isBroken
                                ? "Transcription does not work until these problems are fixed."
                                : "Everything that is required is present.");
        terminal.out().flush();
        return isBroken ? ExitCode.SOME_FAILED : ExitCode.DONE;
    }
}
