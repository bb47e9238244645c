package io.cornu.tests.python;

import io.cornu.tests.process.Finished;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A virtual environment with the packages of {@code requirements.txt}, in the user's cache.
 *
 * <p>It is made on first use, which downloads some 300 MB, and kept for as long as the requirements and the
 * Python stay the same. Test runs that start at the same time wait for each other.
 *
 * @param executable the environment's Python
 */
public record PythonEnvironment(Path executable) {
    // Keras 3.15.1 needs 3.11, and TensorFlow 2.18.0 has no wheels beyond 3.12.
    private static final List<String> VERSIONS = List.of("3.11", "3.12");
    private static final List<String> TREE_OF_OLD_KERAS = List.of("dm-tree==0.1.9", "attrs==25.3.0");
    private static final Duration CREATION_LIMIT = Duration.ofMinutes(20);
    private static final Duration QUESTION_LIMIT = Duration.ofSeconds(30);

    /**
     * Finds or makes the environment.
     *
     * @return the environment
     * @throws IOException if a file fails
     * @throws PythonUnavailableException if there is no fitting Python
     */
    public static PythonEnvironment prepare() throws IOException, PythonUnavailableException {
        return prepare("requirements.txt");
    }

    /**
     * Finds or makes an environment with other packages.
     *
     * @param list the file of {@code src/test/python} that names them
     * @return the environment
     * @throws IOException if a file fails
     * @throws PythonUnavailableException if there is no fitting Python
     */
    public static PythonEnvironment prepare(String list) throws IOException, PythonUnavailableException {
        Path requirements = file(list);
        Base base = findBase();
        String digest = digest(Files.readString(requirements) + base.executable() + base.version());
        Path home = cache().resolve(digest);
        Files.createDirectories(cache());
        try (FileChannel channel = FileChannel.open(
                        cache().resolve(digest + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            PythonEnvironment environment = new PythonEnvironment(home.resolve("bin/python"));
            Path complete = home.resolve("complete");
            if (lock.isValid() && !Files.exists(complete)) {
                create(base.executable(), home, requirements, environment);
                Files.createFile(complete);
            }
            return environment;
        }
    }

    /**
     * A folder with another Keras, to stand before the environment's own on Python's path.
     *
     * @param version such as {@code 3.4.1}
     * @return the folder, made on first use
     * @throws IOException if a file fails
     * @throws PythonUnavailableException if pip cannot get it
     */
    Path keras(String version) throws IOException, PythonUnavailableException {
        Path home = cache().resolve("keras-" + version);
        Path complete = home.resolve("complete");
        try (FileChannel channel = FileChannel.open(
                        cache().resolve("keras-" + version + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.exists(complete)) {
                // TensorFlow asks for a newer Keras than the oldest of these, but works with them.
                List<String> install = List.of(
                        executable.toString(),
                        "-m",
                        "pip",
                        "install",
                        "-q",
                        "--no-deps",
                        "--upgrade",
                        "--target",
                        home.toString());
                List<String> command = new ArrayList<>(install);
                command.add("keras==" + version);
                command.addAll(TREE_OF_OLD_KERAS);
                run(command, cache());
                Files.createFile(complete);
            }
        }
        return home;
    }

    private static void create(String base, Path home, Path requirements, PythonEnvironment environment)
            throws IOException, PythonUnavailableException {
        System.err.println("Making a Python environment in " + home + " ...");
        Path folder = cache();
        run(List.of(base, "-m", "venv", "--clear", home.toString()), folder);
        String python = environment.executable().toString();
        run(List.of(python, "-m", "pip", "install", "-q", "-r", requirements.toString()), folder);
    }

    private static void run(List<String> command, Path folder) throws IOException, PythonUnavailableException {
        Finished finished = Finished.run(command, folder, Map.of(), CREATION_LIMIT);
        if (finished.exitCode() != 0) {
            throw new PythonUnavailableException("'" + String.join(" ", command) + "' failed: " + finished.tail());
        }
    }

    /** A file of {@code src/test/python}. */
    static Path file(String name) {
        URL url = Objects.requireNonNull(PythonEnvironment.class.getResource("/python/" + name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What Python must and must not find in its environment. */
    static Map<String, String> variables() {
        return Map.of(
                "KERAS_BACKEND", "tensorflow",
                "TF_CPP_MIN_LOG_LEVEL", "2",
                "CUDA_VISIBLE_DEVICES", "",
                "PYTHONDONTWRITEBYTECODE", "1",
                "PYTHONNOUSERSITE", "1",
                "PYTHONIOENCODING", "utf-8");
    }

    private record Base(String executable, String version) {}

    private static Base findBase() throws IOException, PythonUnavailableException {
        List<String> candidates = new ArrayList<>();
        Optional.ofNullable(System.getenv("CORNU_PYTHON")).ifPresent(candidates::add);
        candidates.addAll(List.of("python3.11", "python3.12", "python3", "python"));
        List<String> answers = new ArrayList<>();
        for (String candidate : candidates) {
            // pip comes with a new environment only where ensurepip is there (Debian: python3-venv).
            String question =
                    "import sys, venv, ensurepip; v = sys.version_info; " + "print('%d.%d' % v[:2], sys.executable)";
            String answer = ask(candidate, question);
            answers.add(candidate + ": " + answer);
            String[] words = answer.split(" ", 2);
            if (words.length == 2 && VERSIONS.contains(words[0])) {
                return new Base(words[1], words[0]);
            }
        }
        throw new PythonUnavailableException("expected Python " + String.join(" or ", VERSIONS)
                + " with venv (CORNU_PYTHON names one; Debian: apt-get install python3-venv), received " + answers
                + ".");
    }

    private static String ask(String executable, String question) throws IOException {
        try {
            Finished answer = Finished.run(
                    List.of(executable, "-c", question), Path.of("").toAbsolutePath(), Map.of(), QUESTION_LIMIT);
            return answer.exitCode() == 0 ? answer.stdout().strip() : "no (" + lastLine(answer.tail()) + ")";
        } catch (Finished.NotStartedException e) {
            return "not there";
        }
    }

    private static String lastLine(String text) {
        try (Stream<String> lines = text.lines()) {
            return lines.reduce("", (previous, line) -> line);
        }
    }

    private static Path cache() {
        String chosen = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
        Path base = chosen.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(chosen);
        return base.resolve("cornu/python");
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
