package io.cornu.tests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.tests.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What every command makes of bad input. */
final class Mistakes {
    private Mistakes() {}

    /**
     * Runs a command that must end in one line on the standard error, with nothing written.
     *
     * @param folder what {@code @} stands for in the arguments
     * @param arguments of the command; {@code DATA} stands for {@code @/x.npy,@/y.npy}
     * @param code how it must end
     * @param expected what the line must say, parts divided by {@code &}
     */
    static void requireOneLine(Path folder, String arguments, int code, String expected) throws IOException {
        Set<String> before = files(folder);
        Finished finished = Cornu.run((Object[]) arguments
                .strip()
                .replace("DATA", "@/x.npy,@/y.npy")
                .replace("@", folder.toString())
                .split(" +", -1));
        assertThat(finished.stderr().lines())
                .as("one line on the standard error")
                .singleElement()
                .asString()
                .startsWith("cornu: ")
                .doesNotContain("internal error", "Exception:", "null")
                .contains(expected.split("&", -1));
        assertThat(finished.exitCode()).isEqualTo(code);
        assertThat(files(folder)).as("nothing is written").isEqualTo(before);
    }

    private static Set<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.map(Path::toString).collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
