package io.cornu.cli;

import io.cornu.runtime.Device;
import io.cornu.runtime.DeviceInfo;
import io.cornu.runtime.Devices;
import io.cornu.runtime.NativeLibrary;
import io.cornu.runtime.SmokeTest;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether training can work here, and why not. */
@Command(
        name = "doctor",
        description = "Checks whether training works on this machine: devices, and why not the GPU,"
                + " processor, memory, versions, and a small computation. The exit code is not 0 where it does not.",
        footerHeading = "%nExamples:%n",
        footer = {"  cornu doctor", "  cornu --gpu doctor --json"})
final class Doctor implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        DoctorReport report = examine(Machine.current(), device.device());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, report.asMap());
        } else {
            out.print(report.asText());
            out.flush();
        }
        if (report.problem().isPresent()) {
            throw new CommandFailure(
                    "training does not work here: " + report.problem().get());
        }
        return CommandLine.ExitCode.OK;
    }

    /** The checks build on each other, so the first problem ends them. */
    static DoctorReport examine(Machine machine, Device wanted) {
        DoctorReport report = DoctorReport.of(machine);
        if (machine.lacksAvx()) {
            // Loading would end the process without a word.
            return report.withProblem(
                    Optional.of("TensorFlow needs a processor with AVX, this is " + machine.processor() + "."));
        }
        try {
            report = report.withLibrary(Optional.of(NativeLibrary.load()));
            report = report.withDevices(Devices.list()).withWhyNoGpu(Devices.whyNoGpu());
            DeviceInfo chosen = Devices.require(wanted);
            report = report.withDevice(Optional.of(chosen));
            return report.withComputation(Optional.of(SmokeTest.run(chosen)));
        } catch (RuntimeException e) {
            return report.withProblem(Optional.of(Failures.text(e)));
        }
    }
}
