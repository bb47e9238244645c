package io.cornu.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.tests.process.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a checkout of its own, with a Maven and a Java that only write down how they were called: what
 * is tested is when it builds, and what it hands on.
 */
class LauncherTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path temporary;

    @SuppressWarnings("NullAway.Init")
    private Path root;

    @SuppressWarnings("NullAway.Init")
    private Path home;

    private final Map<String, String> variables = new HashMap<>();

    @BeforeEach
    void makeCheckout() throws IOException {
        root = temporary.resolve("an 'odd' $place").resolve("repo");
        home = temporary.resolve("jdk");
        for (String module : List.of("toolkit", "models", "savedmodels", "cli")) {
            Files.createDirectories(root.resolve(module).resolve("src/main/java"));
            write(root.resolve(module).resolve("src/main/java/A.java"), "class A {}");
            write(root.resolve(module).resolve("pom.xml"), "<project/>");
        }
        write(root.resolve("pom.xml"), "<project/>");
        Files.copy(Path.of("../cornu"), root.resolve("cornu"), StandardCopyOption.COPY_ATTRIBUTES);
        write(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"17.0.1\"\n");
        script(home.resolve("bin/java"), """
                for word; do
                    case $word in
                        -XX:ArchiveClassesAtExit=*) echo archive >"${word#*=}"; exit 0 ;;
                    esac
                done
                for word; do printf '<%s>\\n' "$word"; done
                echo "level ${TF_CPP_MIN_LOG_LEVEL} gpu ${CORNU_GPU-unset} columns ${CORNU_COLUMNS-none}"
                echo "locale ${LC_ALL-unset}"
                echo "own threads ${TF_OVERRIDE_GLOBAL_THREADPOOL-unset}"
                [ -z "${FAKE_SIGNAL-}" ] || kill -$FAKE_SIGNAL $$
                exit ${FAKE_CODE-0}
                """);
        script(temporary.resolve("bin/mvn"), """
                echo "$*" >>"$FAKE_LOG"
                echo "Maven talks on its standard output"
                [ -z "${FAKE_BUILD_ERROR-}" ] || { echo "[ERROR] $FAKE_BUILD_ERROR"; exit 1; }
                sleep ${FAKE_BUILD_SECONDS-0}
                case "$*" in *-Pgpu*) list=classpath-gpu.txt ;; *) list=classpath.txt ;; esac
                for module in toolkit models savedmodels; do
                    mkdir -p "$FAKE_ROOT/$module/target"; echo jar >"$FAKE_ROOT/$module/target/cornu-$module-1.jar"
                done
                mkdir -p "$FAKE_ROOT/cli/target"; echo jar >"$FAKE_ROOT/cli/target/cornu-cli.jar"
                printf %s "$FAKE_ROOT/toolkit/target/cornu-toolkit-1.jar:$FAKE_ROOT/models/target/cornu-models-1.jar" \\
                    >"$FAKE_ROOT/cli/target/$list"
                """);
        variables.put("PATH", temporary.resolve("bin") + ":" + System.getenv("PATH"));
        variables.put("JAVA_HOME", home.toString());
        variables.put("FAKE_ROOT", root.toString());
        variables.put("FAKE_LOG", temporary.resolve("builds").toString());
        variables.put("CORNU_GPU", "");
        variables.put("CORNU_JAVA_OPTS", "");
        variables.put("TF_CPP_MIN_LOG_LEVEL", "2");
    }

    @Test
    void buildsOnFirstUseOnly() throws IOException {
        Finished first = cornu("--version");
        assertThat(first.exitCode()).as(first.tail()).isZero();
        assertThat(first.stderr()).contains("building for the first time");
        assertThat(first.stdout()).doesNotContain("Maven talks");
        Finished second = cornu("--version");
        assertThat(second.stderr()).isEmpty();
        assertThat(second.stdout()).isEqualTo(first.stdout());
        assertThat(builds()).hasSize(1);
    }

    @Test
    void argumentsArriveAsTheyAre() throws IOException {
        cornu("train");
        Finished finished = cornu("train", "", "two words", "*", "$HOME", "--gpu", "a\\b'c\"d");
        assertThat(finished.stdout().lines().toList())
                .containsSubsequence(
                        "<io.cornu.cli.Main>",
                        "<train>",
                        "<>",
                        "<two words>",
                        "<*>",
                        "<$HOME>",
                        "<--gpu>",
                        "<a\\b'c\"d>");
        assertThat(finished.stdout()).contains("<" + root.resolve("cli/target/cornu-cli.jar") + ":");
    }

    @Test
    void exitCodeAndSignalArePassedOn() throws IOException {
        variables.put("FAKE_CODE", "2");
        assertThat(cornu("x").exitCode()).isEqualTo(2);
        variables.put("FAKE_CODE", "1");
        assertThat(cornu("x").exitCode()).isEqualTo(1);
        variables.put("FAKE_SIGNAL", "INT");
        // 128 + SIGINT: Java takes the place of the shell, so its end is the end of the process. In the background of a
        // script the interrupt is ignored, which children inherit and no shell may undo: there the end is another's.
        assertThat(cornu("x").exitCode()).isEqualTo(isInterruptIgnored() ? 1 : 130);
        variables.put("FAKE_SIGNAL", "TERM");
        assertThat(cornu("x").exitCode()).isEqualTo(143);
    }

    /** The second of the bits that Linux shows; elsewhere tests run in the foreground. */
    private static boolean isInterruptIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .anyMatch(bits -> (Long.parseUnsignedLong(bits, 16) & 2) != 0);
    }

    @Test
    void newerSourcesAreBuilt() throws IOException {
        cornu("x");
        for (String changed : List.of("toolkit/src/main/java/A.java", "pom.xml", "cli/pom.xml")) {
            int before = builds().size();
            age();
            Files.setLastModifiedTime(root.resolve(changed), FileTime.from(Instant.now()));
            assertThat(cornu("x").stderr()).as(changed).contains("sources have changed");
            assertThat(builds()).as(changed).hasSize(before + 1);
        }
        age();
        int before = builds().size();
        Files.delete(root.resolve("models/src/main/java/A.java"));
        cornu("x");
        assertThat(builds()).as("deleted source").hasSize(before + 1);
    }

    @Test
    void missingJarIsBuilt() throws IOException {
        cornu("x");
        Files.delete(root.resolve("models/target/cornu-models-1.jar"));
        assertThat(cornu("x").exitCode()).isZero();
        assertThat(builds()).hasSize(2);
    }

    @Test
    void copiedCheckoutDoesNotRunTheOriginal() throws IOException {
        cornu("x");
        Path list = root.resolve("cli/target/classpath.txt");
        write(list, Files.readString(list).replace(root.toString(), "/elsewhere"));
        cornu("x");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void failedBuildIsShownAndTriedAgain() throws IOException {
        variables.put("FAKE_BUILD_ERROR", "A.java:[1,1] ';' expected");
        Finished failed = cornu("x");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.stdout()).isEmpty();
        assertThat(failed.stderr()).contains("';' expected", "the build failed", "target/build.log");
        assertThat(root.resolve("target/build.log")).content().contains("Maven talks");
        variables.remove("FAKE_BUILD_ERROR");
        assertThat(cornu("x").exitCode()).isZero();
    }

    @Test
    void worksThroughLinksAndFromElsewhere() throws IOException {
        Path link = Files.createSymbolicLink(temporary.resolve("link"), Path.of("second link"));
        Files.createSymbolicLink(temporary.resolve("second link"), root.resolve("cornu"));
        Finished finished = run(List.of(link.toString(), "x"), temporary);
        assertThat(finished.exitCode()).as(finished.tail()).isZero();
        assertThat(finished.stdout()).contains("<" + root.resolve("cli/target/cornu-cli.jar") + ":");
    }

    @Test
    void gpuIsFirstArgumentOrVariable() throws IOException {
        Finished gpu = cornu("--gpu", "train");
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            assertThat(gpu.exitCode()).isEqualTo(1);
            assertThat(gpu.stderr()).contains("Linux x86_64");
            return;
        }
        assertThat(gpu.stdout()).contains("gpu 1").doesNotContain("<--gpu>");
        assertThat(builds()).singleElement().asString().contains("-Pgpu");
        assertThat(cornu("train").stdout()).contains("gpu ").doesNotContain("gpu 1");
        assertThat(builds()).hasSize(2);
        variables.put("CORNU_GPU", "1");
        assertThat(cornu("train").stdout()).contains("gpu 1");
        // Both class paths stay, so that switching does not build.
        assertThat(builds()).hasSize(2);
    }

    @Test
    void concurrentFirstStartsBuildOnce() throws IOException {
        variables.put("FAKE_BUILD_SECONDS", "2");
        List<CompletableFuture<Finished>> starts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            starts.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return cornu("x");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
        }
        for (CompletableFuture<Finished> start : starts) {
            assertThat(start.join().exitCode()).as(start.join().tail()).isZero();
        }
        assertThat(builds()).hasSize(1);
    }

    @Test
    void javaIsCheckedFirst() throws IOException {
        write(home.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        Finished old = cornu("x");
        assertThat(old.exitCode()).isEqualTo(1);
        assertThat(old.stderr()).contains("Java 17 or newer", "11.0.2").hasLineCount(1);
        variables.put("JAVA_HOME", "/nowhere");
        Finished none = cornu("x");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.stderr()).contains("JAVA_HOME", "/nowhere").hasLineCount(1);
        assertThat(builds()).isEmpty();
    }

    @Test
    void mavenIsAskedFor() throws IOException {
        Path few = Files.createDirectories(temporary.resolve("few"));
        for (String tool : List.of("sh", "dirname", "readlink", "find", "head", "cat", "uname", "flock", "mkdir")) {
            script(few.resolve(tool), "PATH=/usr/bin:/bin exec " + tool + " \"$@\"");
        }
        variables.put("PATH", few.toString());
        Finished finished = cornu("x");
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.stderr()).contains("Maven 3.8.7").hasLineCount(1);
    }

    @Test
    void newJavaIsGrantedNativeAccess() throws IOException {
        assertThat(cornu("x").stdout()).doesNotContain("--enable-native-access");
        write(home.resolve("release"), "JAVA_VERSION=\"25\"\n");
        assertThat(cornu("x").stdout()).contains("<--enable-native-access=ALL-UNNAMED>");
        assertThat(builds()).hasSize(1);
    }

    @Test
    void optionsAndVariablesReachJava() throws IOException {
        variables.put("CORNU_JAVA_OPTS", "-Xmx8g -Dx=*");
        assertThat(cornu("x").stdout()).contains("<-Xmx8g>", "<-Dx=*>", "level 2", "columns none");
        variables.put("TF_CPP_MIN_LOG_LEVEL", "0");
        assertThat(cornu("x").stdout()).contains("level 0", "own threads 1");
    }

    /** Without one, Java could name no file that has letters beyond ASCII. */
    @Test
    void aLocaleIsGivenWhereThereIsNone() throws IOException {
        variables.putAll(Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", ""));
        assertThat(cornu("x").stdout()).contains("locale C.UTF-8\n");
        variables.put("LANG", "de_DE.UTF-8");
        assertThat(cornu("x").stdout()).contains("locale \n");
        variables.put("LC_CTYPE", "POSIX");
        assertThat(cornu("x").stdout()).contains("locale C.UTF-8\n");
        variables.put("LC_ALL", "de_DE.ISO-8859-1");
        assertThat(cornu("x").stdout()).contains("locale de_DE.ISO-8859-1\n");
        variables.put("LC_ALL", "C");
        assertThat(cornu("x").stdout()).contains("locale C.UTF-8\n");
    }

    @Test
    void classArchiveIsMadeOnceForEachBuild() throws IOException {
        Path archive = root.resolve("cli/target/classes-17.0.1.jsa");
        assertThat(cornu("x").stdout()).contains("<-XX:SharedArchiveFile=" + archive + ">");
        FileTime made = Files.getLastModifiedTime(archive);
        cornu("x");
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(made);
        Files.delete(archive);
        Files.setLastModifiedTime(
                root.resolve("cli/target/classpath.txt"),
                FileTime.from(Instant.now().plusSeconds(5)));
        cornu("x");
        assertThat(archive).exists();
        assertThat(builds()).hasSize(1);
    }

    private Finished cornu(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(root.resolve("cornu").toString()));
        command.addAll(List.of(arguments));
        return run(command, root);
    }

    private Finished run(List<String> command, Path folder) throws IOException {
        return Finished.run(command, folder, variables, Duration.ofSeconds(60));
    }

    private List<String> builds() throws IOException {
        Path log = temporary.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    /** As if the build had been a minute ago, since file times may be coarse. */
    private void age() throws IOException {
        FileTime ago = FileTime.from(Instant.now().minusSeconds(60));
        Files.setLastModifiedTime(root.resolve("cli/target/classpath.txt"), ago);
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(path -> path.toString().contains("src") || path.endsWith("pom.xml"))
                    .toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(120)));
            }
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }

    private static void script(Path file, String body) throws IOException {
        write(file, "#!/bin/sh\n" + body);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
