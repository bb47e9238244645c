package io.cornu.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    private static final List<String> KNOWN = List.of("cifar-10", "fashion-mnist", "fashion-mnist-mini", "mnist");

    @ParameterizedTest
    @CsvSource({
        "mnst, mnist",
        "MNIST, mnist",
        "minst, mnist",
        "mnistt, mnist",
        "cifar10, cifar-10",
        "cifar_10, cifar-10",
        "fasion-mnist, fashion-mnist",
        "fashion-mnist-mnii, fashion-mnist-mini"
    })
    void findsTheNameThatWasMeant(String typed, String meant) {
        assertThat(Names.closest(typed, KNOWN)).contains(meant);
    }

    @Test
    void suggestsNothingFarOff() {
        assertThat(Names.closest("imagenet", KNOWN)).isEmpty();
        assertThat(Names.closest("", KNOWN)).isEmpty();
        assertThat(Names.closest("m".repeat(1_000_000), KNOWN)).isEmpty();
        assertThat(Names.suggestion("imagenet", KNOWN))
                .isEqualTo("Known: cifar-10, fashion-mnist, fashion-mnist-mini, mnist.");
        assertThat(Names.suggestion("mnst", KNOWN)).isEqualTo("Did you mean 'mnist'?");
    }

    /** kitten to sitting: two changes and one letter more; ab to ba: one swap. */
    @ParameterizedTest
    @CsvSource({"kitten, sitting, 3", "ab, ba, 1", "abc, abc, 0", "abc, '', 3", "ca, abc, 3"})
    void countsEdits(String left, String right, int distance) {
        assertThat(Names.distance(left, right)).isEqualTo(distance);
        assertThat(Names.distance(right, left)).isEqualTo(distance);
    }
}
