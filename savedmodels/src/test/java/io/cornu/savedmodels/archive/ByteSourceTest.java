package io.cornu.savedmodels.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ByteSourceTest {
    /** A sparse file of 5 GiB, which takes a few blocks of the disk; each mark tells its own place. */
    @Test
    void looksAnywhereIntoAFileBeyondTwoGigabytes(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("large");
        long size = 5L << 30;
        long[] places = {0, (1L << 29) - 4, (2L << 30) - 4, (1L << 31) + 12345, (4L << 30) - 1, size - 8};
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            for (long place : places) {
                channel.write(
                        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, place + 1), place);
            }
        }
        ByteSource source = ByteSource.of(file);

        assertThat(source.size()).isEqualTo(size);
        for (long place : places) {
            assertThat(source.slice(place, 8).getLong()).isEqualTo(place + 1);
        }
        ByteBuffer long1 = source.slice((1L << 29) - 4, 1 << 30);
        assertThat(long1.isDirect()).isTrue();
        assertThat(long1.isReadOnly()).isTrue();
        assertThat(long1.getLong(0)).isEqualTo((1L << 29) - 3);
        assertThat(source.slice(size, 0).remaining()).isZero();
        assertThatThrownBy(() -> source.slice(size - 7, 8)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> source.slice(-1, 8)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void limitsAreAtLeastOne() {
        assertThatThrownBy(() -> ReadLimits.defaults().withMaxDepth(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxDepth");
        assertThatThrownBy(() -> ReadLimits.defaults().withMaxJsonDepth(100_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000");
    }
}
