package io.cornu.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    private Path file;
    private Study study;

    @BeforeEach
    void open() {
        file = folder.resolve("study.db");
        study = Study.minimize("study").withSampler(TPE.of()).withSeed(3).withStorage(file);
    }

    /** What another process does, see {@link #start}: trials of 50 ms, the first of which may never end. */
    public static final class Elsewhere {
        private Elsewhere() {}

        /**
         * Works on a study.
         *
         * @param args the file, how many trials, and whether to hang in the first
         * @throws IOException if the file cannot be used
         */
        public static void main(String[] args) throws IOException {
            Study.minimize("study")
                    .withSampler(TPE.of())
                    .withSeed(3)
                    .withStorage(Path.of(args[0]))
                    .optimize(Integer.parseInt(args[1]), trial -> {
                        double value = StudyTest.everyKind(trial);
                        trial.report(0, value);
                        trial.note(
                                "process", Long.toString(ProcessHandle.current().pid()));
                        try {
                            Thread.sleep(args[2].equals("hang") && trial.number() == 2 ? 600_000 : 20);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        return value;
                    });
        }
    }

    private Process start(int trials, String how) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Elsewhere.class.getName(),
                        file.toString(),
                        Integer.toString(trials),
                        how)
                .inheritIO()
                .start();
    }

    private static List<Map<String, Setting>> settings(StudyResult result) {
        return result.trials().stream().map(TrialRecord::parameters).toList();
    }

    @Test
    void aStudyGoesOnWhereItEndedAsIfItHadNotEnded() throws IOException {
        List<Integer> run = new ArrayList<>();
        TrialObjective<RuntimeException> objective = trial -> {
            run.add(trial.number());
            double value = StudyTest.everyKind(trial);
            trial.report(3, value);
            trial.note("note", "text");
            return value;
        };
        study.optimize(12, objective);
        StudyResult whole = study.optimize(30, objective);
        assertThat(run).hasSize(30).doesNotHaveDuplicates();
        assertThat(study.optimize(30, objective).trials()).isEqualTo(whole.trials());
        assertThat(run).hasSize(30);
        Study inMemory = Study.minimize("study").withSampler(TPE.of()).withSeed(3);
        StudyResult memory = inMemory.optimize(30, objective);
        assertThat(settings(whole)).isEqualTo(settings(memory));
        TrialRecord last = whole.trials().get(29);
        assertThat(last.intermediateValues()).containsKey(3);
        assertThat(last.attributes()).isEqualTo(Map.of("note", "text"));
        assertThat(study.result().best().replay(objective))
                .isEqualTo(whole.best().value().orElseThrow());
    }

    @Test
    void aKilledProcessLosesNoTrialAndItsOwnIsRunAgain() throws Exception {
        Process killed = start(10, "hang");
        try {
            while (!Files.exists(file)
                    || study.result().inState(TrialState.RUNNING).isEmpty()
                    || study.result().trials().size() < 3
                    || study.result().trials().get(2).intermediateValues().isEmpty()) {
                assertThat(killed.isAlive()).isTrue();
                Thread.sleep(50);
            }
        } finally {
            killed.destroyForcibly().waitFor();
        }
        List<Integer> run = new ArrayList<>();
        StudyResult result = study.optimize(6, trial -> {
            run.add(trial.number());
            return StudyTest.everyKind(trial);
        });
        TrialRecord dead = result.trials().get(2);
        assertThat(dead.state()).isEqualTo(TrialState.FAILED);
        assertThat(dead.message()).startsWith("its process died");
        // 0 and 1 were whole; 3 is the trial that died, again; the failed one is not counted.
        assertThat(run).containsExactly(3, 4, 5, 6);
        assertThat(result.trials().get(3).parameters()).isEqualTo(dead.parameters());
        assertThat(result.inState(TrialState.COMPLETE)).hasSize(6);
    }

    @Test
    void processesShareAStudy() throws Exception {
        List<Process> others = List.of(start(24, "run"), start(24, "run"));
        for (Process other : others) {
            assertThat(other.waitFor()).isZero();
        }
        StudyResult result = study.result();
        assertThat(result.trials()).hasSize(24).allSatisfy(trial -> assertThat(trial.state())
                .isEqualTo(TrialState.COMPLETE));
        assertThat(result.trials().stream()
                        .map(trial -> trial.attributes().get("process"))
                        .distinct())
                .hasSize(2);
    }

    @Test
    void aTrialIsRetriedOnlySoOften() throws IOException {
        Study twice = study.withRetries(2);
        for (int attempt = 0; attempt < 4; attempt++) {
            try (StudySession session = twice.open()) {
                session.ask().floating("x", 0, 1);
            }
        }
        List<TrialRecord> trials = study.result().trials();
        // The first, twice again, another, and that one waiting to be run again.
        assertThat(trials).hasSize(5);
        assertThat(trials.get(4).fixed()).containsEntry("x", trials.get(3).text("x"));
        assertThat(trials.get(1).number("x")).isEqualTo(trials.get(0).number("x"));
        assertThat(trials.get(2).number("x")).isEqualTo(trials.get(0).number("x"));
        assertThat(trials.get(3).number("x")).isNotEqualTo(trials.get(0).number("x"));
        assertThat(trials.get(0).message()).isEqualTo("its session was closed before it was told.");
    }

    @Test
    void aGridLosesAndDoublesNoPointOfATrialThatDied() throws IOException {
        Map<String, List<Integer>> grid = new LinkedHashMap<>();
        grid.put("a", List.of(1, 2));
        grid.put("b", List.of(1, 2));
        Study gridded = study.withSampler(GridSearch.of(grid)).withJobs(2);
        try (StudySession session = gridded.open()) {
            session.ask();
        }
        try (StudySession session = gridded.open()) {
            session.ask();
            session.ask().integer("a", 1, 2);
        }
        StudyResult result = gridded.optimize(20, trial -> trial.integer("a", 1, 2) * 10 + trial.integer("b", 1, 2));
        assertThat(result.inState(TrialState.COMPLETE))
                .extracting(trial -> trial.value().orElseThrow())
                .containsExactlyInAnyOrder(11.0, 12.0, 21.0, 22.0);
    }

    @Test
    void aSilentProcessOfAnotherMachineIsGivenUp() throws Exception {
        study.optimize(1, StudyTest::everyKind);
        sql("INSERT INTO trial VALUES (1, 'RUNNING', NULL, '', 0, 0, '77 0 1 elsewhere', 0, 0, 0)");
        long now = System.currentTimeMillis();
        sql("INSERT INTO trial VALUES (2, 'RUNNING', NULL, '', 0, 0, '77 0 2 elsewhere', " + now + ", 0, 0)");
        List<TrialRecord> trials = study.withHeartbeat(Duration.ofHours(1))
                .optimize(4, StudyTest::everyKind)
                .trials();
        assertThat(trials.get(1).state()).isEqualTo(TrialState.FAILED);
        assertThat(trials.get(2).state()).isEqualTo(TrialState.RUNNING);
    }

    /** The time at which a process began moves with the machine's clock. */
    @Test
    void aLiveProcessIsNotTakenForDeadWhenTheClockWasSet() throws Exception {
        study.optimize(1, StudyTest::everyKind);
        Worker self = Worker.current();
        Worker moved = new Worker(self.host(), self.process(), self.started() + 1000, 999);
        Worker gone = new Worker(self.host(), Integer.MAX_VALUE, self.started(), 999);
        long now = System.currentTimeMillis();
        sql("INSERT INTO trial VALUES (1, 'RUNNING', NULL, '', 0, 0, '" + moved.text() + "', " + now + ", 0, 0)");
        // Heartbeats come every 10 minutes: this one missed three, and is late after six.
        long quiet = now - Duration.ofMinutes(40).toMillis();
        sql("INSERT INTO trial VALUES (2, 'RUNNING', NULL, '', 0, 0, '" + moved.text() + "', " + quiet + ", 0, 0)");
        sql("INSERT INTO trial VALUES (3, 'RUNNING', NULL, '', 0, 0, '" + gone.text() + "', " + now + ", 0, 0)");
        List<TrialRecord> trials = study.withHeartbeat(Duration.ofMinutes(10))
                .optimize(5, StudyTest::everyKind)
                .trials();
        assertThat(trials.subList(1, 4))
                .extracting(TrialRecord::state)
                .containsExactly(TrialState.RUNNING, TrialState.FAILED, TrialState.FAILED);
    }

    /** FAT has no links: the kernel answers "operation not permitted", which is a FileSystemException. */
    @Test
    void aStudyIsMadeWhereThereAreNoLinks() throws IOException {
        Path making = Files.writeString(folder.resolve("making"), "study");
        SqliteFile.Linker none = (name, existing) -> {
            throw new FileSystemException(name.toString(), existing.toString(), "Operation not permitted");
        };
        assertThat(SqliteFile.publish(making, file, none)).isTrue();
        assertThat(file).hasContent("study");
        Path second = Files.writeString(folder.resolve("second"), "another");
        assertThat(SqliteFile.publish(second, file, none)).isFalse();
        assertThat(SqliteFile.publish(second, file, Files::createLink)).isFalse();
        assertThat(file).hasContent("study");
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    /** Another process that writes. */
    private Connection lock() throws SQLException {
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
        }
        return other;
    }

    @Test
    void whatFailsWhileAnotherWritesWorksAfterwards() throws Exception {
        study.result();
        try (StudySession session = new StudySession(study, SqliteStore.open(study, file, 50))) {
            Trial trial = session.ask();
            trial.floating("x", 0, 1);
            try (Connection other = lock()) {
                for (int attempt = 0; attempt < 2; attempt++) {
                    assertThatExceptionOfType(UncheckedIOException.class)
                            .isThrownBy(() -> trial.report(1, .5))
                            .withMessageContaining("the study cannot be read or written")
                            .withMessageContaining("SQLITE_BUSY");
                }
                assertThat(session.result().trials())
                        .as("reads wait for nobody")
                        .hasSize(1);
                assertThat(other.isClosed()).isFalse();
            }
            trial.report(2, .25);
            session.tell(trial, 3);
            assertThat(session.ask().number()).isEqualTo(1);
            assertThat(session.ask().number()).isEqualTo(2);
        }
        List<TrialRecord> trials = study.result().trials();
        assertThat(trials.get(0).state()).isEqualTo(TrialState.COMPLETE);
        assertThat(trials.get(0).intermediateValues()).isEqualTo(Map.of(2, .25));
        assertThat(trials)
                .extracting(TrialRecord::state)
                .filteredOn(TrialState.WAITING::equals)
                .hasSize(2);
    }

    @Test
    void aHeartbeatThatCannotBeWrittenEndsNothing() throws Exception {
        Study lively = study.withHeartbeat(Duration.ofMillis(20));
        lively.result();
        try (StudySession session = new StudySession(lively, SqliteStore.open(lively, file, 10))) {
            StudyResult result = session.optimize(3, trial -> {
                double x = trial.floating("x", 0, 1);
                if (trial.number() == 0) {
                    try (Connection other = lock()) {
                        Thread.sleep(200);
                        assertThat(other.isClosed()).isFalse();
                    }
                }
                return x;
            });
            assertThat(result.inState(TrialState.COMPLETE)).hasSize(3);
        }
    }

    @Test
    void anotherStudyIsRefused() throws IOException {
        study.optimize(2, trial -> trial.floating("x", 0, 1));
        refused(Study.maximize("study").withStorage(file), "expected direction 'MAXIMIZE', received 'MINIMIZE'");
        refused(Study.minimize("other").withStorage(file), "expected study name 'other', received 'study'");
        refused(study.withSeed(4), "expected seed '4', received '3'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> study.optimize(3, trial -> trial.floating("x", 0, 2)))
                .withMessageContaining("expected the range [0.0, 1.0]");
    }

    @Test
    void otherSharedSettingsAreRefused() throws IOException {
        Study ours = study.withShared(Map.of("epochs", "3", "data", "mnist", "batch", "64"));
        ours.optimize(2, trial -> trial.floating("x", 0, 1));
        refused(
                study.withShared(Map.of("epochs", "5", "data", "mnist", "rate", "0.1")),
                "expected what its trials have in common, batch 64, epochs 3, rate none; received batch none, epochs 5,"
                        + " rate 0.1. Use another file");
        assertThat(ours.optimize(3, trial -> trial.floating("x", 0, 1)).trials())
                .hasSize(3);
        assertThat(study.result().trials()).as("who names none, takes all").hasSize(3);
    }

    @Test
    void aWrongObjectiveCostsNoTrialAndNoPoint() throws IOException {
        for (Study kept : List.of(
                study.withSampler(GridSearch.of(Map.of("u", List.of(1, 2)))),
                Study.minimize("memory").withSampler(GridSearch.of(Map.of("u", List.of(1, 2)))))) {
            try (StudySession session = kept.open()) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> session.optimize(2, trial -> {
                            trial.integer("u", 1, 2);
                            throw new IllegalArgumentException("there is no such network");
                        }));
                StudyResult result = session.optimize(2, trial -> trial.integer("u", 1, 2));
                assertThat(result.trials().get(0).message()).contains("no such network");
                assertThat(result.inState(TrialState.COMPLETE))
                        .extracting(trial -> trial.text("u"))
                        .containsExactly("1", "2");
            }
        }
    }

    private void refused(Study other, String message) {
        assertThatExceptionOfType(StudyFileException.class)
                .isThrownBy(() -> other.optimize(1, StudyTest::everyKind))
                .withMessageContaining(file.toString())
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void aFileThatIsNotAStudyIsLeftAsItIs() throws Exception {
        Files.writeString(file, "a picture of a cat, more than a hundred bytes long ".repeat(10));
        byte[] before = Files.readAllBytes(file);
        refused(study, "expected a study file of Cornu, received something else");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        Files.write(file, new byte[0]);
        refused(study, "expected a study file of Cornu, received something else");
        Files.delete(file);
        sql("CREATE TABLE trial (number INTEGER)");
        before = Files.readAllBytes(file);
        refused(study, "expected a study file of Cornu, received something else");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        Files.delete(file);
        Files.createDirectory(file);
        refused(study, "received a folder or a device");
        refused(study.withStorage(folder.resolve("not/there.db")), "", "expected its folder to exist");
    }

    private void refused(Study other, String nothing, String message) {
        assertThatExceptionOfType(StudyFileException.class)
                .isThrownBy(() -> other.optimize(1, StudyTest::everyKind))
                .withMessageContaining(nothing)
                .withMessageContaining(message);
    }

    @Test
    void hostileTablesAreRefused() throws Exception {
        study.optimize(2, trial -> trial.floating("x", 0, 1));
        sql("CREATE VIEW extra AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n");
        refused(study, "expected the tables of a study, received others");
        sql("DROP VIEW extra");
        sql("CREATE TRIGGER extra AFTER UPDATE ON trial BEGIN DELETE FROM trial; END");
        refused(study, "expected the tables of a study, received others");
        sql("DROP TRIGGER extra");
        sql("UPDATE trial SET state = 'DONE' WHERE number = 1");
        refused(study, "the study is damaged");
        sql("UPDATE trial SET state = 'COMPLETE' WHERE number = 1");
        sql("UPDATE setting SET value = 7 WHERE trial = 1");
        refused(study, "the study is damaged");
        sql("UPDATE setting SET value = 0.5 WHERE trial = 1");
        sql("UPDATE trial SET number = 1000000000 WHERE number = 1");
        refused(study, "the study is damaged (trial 1 is missing)");
        sql("UPDATE trial SET number = 1 WHERE number = 1000000000");
        assertThat(study.result().trials()).hasSize(2);
    }

    @Test
    void damagedBytesGiveOneLineOrTheStudy() throws Exception {
        study.optimize(30, StudyTest::everyKind);
        byte[] whole = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 24; round++) {
            byte[] damaged = whole.clone();
            for (int flips = 0; flips < 20; flips++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            if (round % 3 == 0) {
                damaged = java.util.Arrays.copyOf(damaged, random.nextInt(damaged.length));
            }
            clear();
            Files.write(file, damaged);
            try {
                study.result();
            } catch (StudyFileException e) {
                assertThat(e.getMessage()).startsWith(file.toString()).doesNotContain("\n");
            }
        }
    }

    private void clear() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path path : files.toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void nothingIsLeftBesideAClosedStudy() throws IOException {
        study.optimize(3, StudyTest::everyKind);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        try (InputStream bytes = Files.newInputStream(file)) {
            assertThat(new String(bytes.readNBytes(15), java.nio.charset.StandardCharsets.US_ASCII))
                    .isEqualTo("SQLite format 3");
        }
    }
}
