package io.cornu.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cornu.cli.TextTable.Align;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void alignsColumns() {
        String table = TextTable.of(Align.LEFT, Align.RIGHT)
                .header("class", "recall")
                .row("Sneaker", "0.9")
                .row("Ankle boot", "0.985")
                .toString();
        assertThat(table.lines())
                .containsExactly(
                        "class       recall", //
                        "----------  ------", //
                        "Sneaker        0.9", //
                        "Ankle boot   0.985");
    }

    @Test
    void countsColumnsOfTheTerminal() {
        // East Asian letters and emoji are two columns wide, a combining accent none.
        assertThat(TextTable.width("abc")).isEqualTo(3);
        assertThat(TextTable.width("猫")).isEqualTo(2);
        assertThat(TextTable.width("한국")).isEqualTo(4);
        assertThat(TextTable.width("🐱")).isEqualTo(2);
        assertThat(TextTable.width("e\u0301")).isEqualTo(1);
        assertThat(TextTable.width("é")).isEqualTo(1);
        String table = TextTable.of(Align.LEFT, Align.LEFT)
                .row("猫", "x")
                .row("abcd", "y")
                .toString();
        assertThat(table.lines()).containsExactly("猫    x", "abcd  y");
    }

    @Test
    void disarmsControlCharacters() {
        assertThat(TextTable.of(Align.LEFT).row("a\u001b[2Jb\nc\u0007").toString())
                .startsWith("a\uFFFD[2Jb\uFFFDc\uFFFD");
    }

    @Test
    void refusesRowsOfOtherLength() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextTable.of(Align.LEFT).row("a", "b"))
                .withMessageContaining("expected 1 cells, received 2");
    }
}
