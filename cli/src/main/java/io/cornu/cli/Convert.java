package io.cornu.cli;

import io.cornu.layers.DTypePolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cornu convert}. */
@Command(
        name = "convert",
        description = "Writes a model in another form. What the form cannot hold is told as a warning. The file appears"
                + " whole or not at all.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cornu convert model.keras savedmodel",
            "  cornu convert savedmodel tuned.keras --architecture model.keras",
            "  cornu convert model.keras small.keras --without-optimizer --fold-batch-normalization"
        })
final class Convert implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "IN", description = Inspect.FILES)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path in;

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description =
                    "Where to write. Its name says the form: x.keras, x.h5, x.weights.h5; x.ckpt for a folder of checkpoints;"
                            + " a name without a dot is a SavedModel folder.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path out;

    @Option(
            names = "--to",
            paramLabel = "FORM",
            description = "The form, whatever the name says: ${COMPLETION-CANDIDATES}.")
    private @Nullable ConvertFormat to;

    @Option(
            names = "--architecture",
            paramLabel = "FILE",
            description =
                    "Where the layers stand if IN has weights alone (a checkpoint, a SavedModel, .weights.h5): a model"
                            + " file with the same layers, or its to_json.")
    private @Nullable Path architecture;

    @Option(names = "--overwrite", description = "Replace what is there.")
    private boolean overwrites;

    @Option(
            names = "--without-optimizer",
            description = "Leave out the optimizer, its state, loss and metrics: a third of the size, to predict with.")
    private boolean isWithoutOptimizer;

    @Option(
            names = "--fold-batch-normalization",
            description = "Make batch normalization part of the layers before it: faster, to predict with.")
    private boolean isFolded;

    @Option(
            names = "--policy",
            paramLabel = "P",
            description = "Compute in mixed_bfloat16 or mixed_float16; weights stay float32.")
    private @Nullable String policy;

    @Mixin
    private ExportArguments export = new ExportArguments();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        ConvertFormat format = format();
        DTypePolicy wanted = policy == null ? null : policy(policy);
        export.requireFor(format, spec.commandLine());
        requireTarget();
        Steps steps = new Steps(spec.commandLine().getErr());
        Conversion conversion = Conversion.read(in, Optional.ofNullable(architecture), steps);
        if (isWithoutOptimizer) {
            conversion.removeOptimizer();
        }
        if (wanted != null) {
            conversion.compute(wanted);
        }
        if (isFolded && format != ConvertFormat.SAVEDMODEL) {
            steps.begin("Folding batch normalization");
            conversion.fold();
        }
        steps.begin("Writing " + out);
        if (format == ConvertFormat.SAVEDMODEL) {
            conversion.export(out, export.options(isFolded));
        } else {
            conversion.write(format, in, out);
        }
        print(conversion, format);
        return 0;
    }

    private ConvertFormat format() {
        if (to != null) {
            return to;
        }
        return ConvertFormat.ofName(out)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "OUT: expected a name that says its form, such as model.keras or a folder without a dot,"
                                + " received " + out + ". Say it with --to: " + ConvertFormat.names() + "."));
    }

    private DTypePolicy policy(String name) {
        return DTypePolicy.named(name)
                .filter(DTypePolicy::isMixed)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--policy: expected mixed_bfloat16 or mixed_float16, received '" + name + "'."));
    }

    /** Better to fail now than after reading a gigabyte. */
    private void requireTarget() throws IOException {
        ModelFiles.format(in);
        Outputs.requireWritable("OUT", out);
        boolean isThere = Files.exists(out, LinkOption.NOFOLLOW_LINKS);
        // A checkpoint's name is the beginning of its files' names, and no file itself.
        if (isThere && Files.exists(out) && Files.exists(in) && Files.isSameFile(in, out)) {
            throw new CommandFailure("OUT: expected another place than IN, received " + out + " for both.");
        }
        Path holder = in.toAbsolutePath().getParent();
        if (holder != null
                && Files.isDirectory(out)
                && Files.isDirectory(holder)
                && holder.toRealPath().startsWith(out.toRealPath())) {
            throw new CommandFailure(
                    "OUT: expected another place than IN, received " + out + ", the folder that holds it.");
        }
        if (isThere && !overwrites) {
            throw new CommandFailure("OUT: expected a new name, received " + out
                    + ", which exists. Choose another, or replace it with --overwrite.");
        }
    }

    private void print(Conversion conversion, ConvertFormat format) throws IOException {
        PrintWriter printer = spec.commandLine().getOut();
        long size = ModelFiles.size(out);
        if (json) {
            Json.print(
                    printer,
                    InspectReport.map(
                            "in",
                            in.toString(),
                            "out",
                            out.toString(),
                            "format",
                            format.name().toLowerCase(Locale.ROOT),
                            "bytes",
                            size,
                            "warnings",
                            conversion.warnings()));
            return;
        }
        printer.println(TextTable.printable(
                "Wrote " + out + ": " + format.format().title() + ", " + ModelFiles.sizeText(size)));
        conversion.warnings().forEach(warning -> printer.println("Warning: " + TextTable.printable(warning)));
    }
}
