package io.cornu.tests.agreement;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.NumpyArchives;
import io.cornu.experiments.Experiment;
import io.cornu.experiments.Lab;
import io.cornu.experiments.LabOptions;
import io.cornu.experiments.Monitor;
import io.cornu.models.data.CatalogData;
import io.cornu.models.data.DataCatalog;
import io.cornu.models.data.DataDirectory;
import io.cornu.models.experiments.ExperimentCatalog;
import io.cornu.tests.python.Python;
import io.cornu.tests.python.PythonEnvironment;
import io.cornu.tests.python.PythonUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs experiments here and their twins in Python Keras, on the same data with as many seeds, and writes how far they
 * agree: {@code tests/agreement [--quick] [--seeds N] [NAME...]}. Both go on where they were interrupted, in
 * {@code runs/agreement}.
 */
public final class Agreement {
    private static final Path FOLDER = Path.of("runs", "agreement");
    private static final Path PAGE = Path.of("tests", "AGREEMENT.md");
    private static final Duration LIMIT = Duration.ofHours(24);

    private final PythonEnvironment python;
    private final Path folder;
    private final int seeds;
    private final boolean quick;

    private Agreement(PythonEnvironment python, int seeds, boolean quick) {
        this.python = python;
        this.folder = FOLDER.resolve(quick ? "quick" : "full").toAbsolutePath();
        this.seeds = seeds;
        this.quick = quick;
    }

    /**
     * Runs experiments and twins, one after the other.
     *
     * @param args options and names of experiments; without names, all that have a twin
     * @throws IOException if something cannot be read or written, or a twin fails
     * @throws PythonUnavailableException if there is no fitting Python
     */
    public static void main(String[] args) throws IOException, PythonUnavailableException {
        List<String> names = new ArrayList<>(List.of(args));
        boolean quick = names.remove("--quick");
        int seeds = 3;
        int at = names.indexOf("--seeds");
        if (at >= 0) {
            seeds = Integer.parseInt(names.get(at + 1));
            names.subList(at, at + 2).clear();
        }
        PythonEnvironment python = PythonEnvironment.prepare();
        DataDirectory data = DataDirectory.standard();
        Agreement agreement = new Agreement(python, seeds, quick);
        for (Experiment experiment : ExperimentCatalog.all(data)) {
            boolean isChosen = names.isEmpty() || names.contains(experiment.name());
            if (isChosen && hasTwin(experiment)) {
                agreement.export(data);
                agreement.java(experiment);
                agreement.twinOf(experiment);
            }
        }
        agreement.page(data);
    }

    private static boolean hasTwin(Experiment experiment) {
        String file = "/python/experiments/" + experiment.name().replace('-', '_') + ".py";
        return Agreement.class.getResource(file) != null;
    }

    /** What Java reads of each set is what Python gets. */
    private void export(DataDirectory directory) throws IOException {
        Path target = Files.createDirectories(FOLDER.resolve("data")).toAbsolutePath();
        for (String name : DataCatalog.names()) {
            Path file = target.resolve(name + ".npz");
            Optional<CatalogData> data = Files.exists(file) ? Optional.empty() : load(name, directory);
            if (data.isPresent()) {
                Batch train = data.get().train().inMemory().orElseThrow();
                Batch test = data.get().test().inMemory().orElseThrow();
                Map<String, Array> arrays = new LinkedHashMap<>();
                arrays.put("x_train", train.inputs().get(0));
                arrays.put("y_train", train.targets().get(0));
                arrays.put("x_test", test.inputs().get(0));
                arrays.put("y_test", test.targets().get(0));
                NumpyArchives.write(file, arrays);
            }
        }
    }

    private static Optional<CatalogData> load(String name, DataDirectory directory) {
        try {
            return Optional.of(DataCatalog.load(name, directory));
        } catch (IOException e) {
            System.err.println(name + " is not here: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void java(Experiment experiment) throws IOException {
        Path own = folder.resolve(experiment.name()).resolve("java");
        Monitor lines = new Monitor() {
            @Override
            public void progressed(Progress progress) {
                // The lines of finished trainings are enough.
            }

            @Override
            public void noted(String line) {
                System.out.println("Cornu  " + line);
            }
        };
        String command = "cornu reproduce " + experiment.name() + (quick ? " --quick" : "");
        try (Lab lab = Lab.open(LabOptions.of(command, own)
                .withQuick(quick)
                .withSeeds(seeds)
                .withCallback(cell -> InitialWeights.kept(own.resolveSibling("initial"), cell))
                .withMonitor(lines))) {
            experiment.run(lab).write(own);
        }
    }

    private void twinOf(Experiment experiment) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                experiment.name(),
                "--data",
                FOLDER.resolve("data").toAbsolutePath().toString(),
                "--out",
                folder.resolve(experiment.name()).resolve("python").toString(),
                "--seeds",
                Integer.toString(seeds)));
        if (quick) {
            arguments.add("--quick");
        }
        Python.run(python, LIMIT, "twin.py", folder, arguments.toArray(String[]::new))
                .lines()
                .forEach(line -> System.out.println("Keras  " + line));
    }

    private void page(DataDirectory data) throws IOException {
        String page = new AgreementPage(folder).text(ExperimentCatalog.all(data));
        if (quick) {
            System.out.println(page);
        } else {
            Files.writeString(PAGE, page);
            System.out.println("Wrote " + PAGE);
        }
    }
}
