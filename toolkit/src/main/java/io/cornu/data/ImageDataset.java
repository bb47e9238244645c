package io.cornu.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Image files, decoded as they are read. */
record ImageDataset(List<Path> files, int[] labels, ImageDecoder decoder, List<String> classNames) implements Dataset {
    ImageDataset {
        files = List.copyOf(files);
        classNames = List.copyOf(classNames);
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Batch read(int[] examples) {
        try {
            byte[] pixels = Buffers.allocate(
                    (long) examples.length * decoder.byteSize(), "a batch of " + examples.length + " images");
            for (int i = 0; i < examples.length; i++) {
                decoder.decode(files.get(examples[i]), slot(pixels, i));
            }
            return batch(
                    pixels,
                    IntStream.of(examples).map(example -> labels[example]).toArray());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    long byteSize() {
        return (long) size() * decoder.byteSize();
    }

    /** The same examples in memory. */
    Dataset decodeAll() throws IOException {
        byte[] pixels = Buffers.allocate(byteSize(), size() + " images");
        try {
            IntStream.range(0, size()).parallel().forEach(i -> {
                try {
                    decoder.decode(files.get(i), slot(pixels, i));
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            });
        } catch (UncheckedIOException broken) {
            IOException cause = broken.getCause();
            throw cause == null ? new IOException(broken) : cause;
        }
        return Dataset.of(batch(pixels, labels)).withClassNames(classNames);
    }

    private ByteBuffer slot(byte[] pixels, int index) {
        return ByteBuffer.wrap(pixels, index * decoder.byteSize(), decoder.byteSize());
    }

    private Batch batch(byte[] pixels, int[] classes) {
        ImageFolder.Size size = decoder.size();
        Array images = Array.wrap(
                decoder.dataType(),
                ByteBuffer.wrap(pixels),
                classes.length,
                size.height(),
                size.width(),
                decoder.colors().channels());
        return new Batch(List.of(images), List.of(Array.of(classes, classes.length)), Optional.empty());
    }
}
