package io.cornu.tests.fuzz;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.Dataset;
import io.cornu.model.Model;
import io.cornu.runtime.Seed;
import io.cornu.savedmodels.keras.KerasArchive;
import io.cornu.savedmodels.keras.KerasModel;
import io.cornu.savedmodels.keras.KerasReadOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;

/**
 * Damaged {@code .keras} files; what is read all the same is built and asked, for a file must not be able to bring down
 * the process later either.
 */
record KerasSubject(List<byte[]> wholes) implements Subject {
    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "model.weights.h5";
    private static final List<String> NAMES = List.of(
            "../evil", "/evil", "a\\b", "C:evil", "config.json/", "assets/../x", "model.weights.npz", "x\u0000y");

    @Override
    public String name() {
        return "keras";
    }

    @Override
    public void damage(Path target, Random random) throws IOException {
        byte[] whole = wholes.get(random.nextInt(wholes.size()));
        if (random.nextInt(6) == 0) {
            Files.write(target, ByteMutator.mutate(whole, random));
            return;
        }
        Map<String, byte[]> entries = Zips.entries(whole);
        switch (random.nextInt(10)) {
            case 0 -> entries.put(NAMES.get(random.nextInt(NAMES.size())), new byte[random.nextInt(100)]);
            case 1 -> entries.remove(random.nextBoolean() ? WEIGHTS : CONFIG);
            case 2, 3, 4 -> entries.computeIfPresent(WEIGHTS, (name, bytes) -> ByteMutator.mutate(bytes, random));
            default ->
                entries.put(CONFIG, JsonMutator.mutate(entries.getOrDefault(CONFIG, new byte[] {'{', '}'}), random));
        }
        Files.write(target, Zips.archive(entries, random.nextInt(4) == 0));
    }

    @Override
    public void read(Path target) throws IOException {
        use(KerasArchive.read(target, KerasReadOptions.defaults().withMaxParameters(1_000_000)));
    }

    static void use(KerasModel saved) {
        List<Shape> shapes = saved.architecture().graph().inputShapes();
        long size = saved.architecture().graph().calls().stream()
                .flatMap(call -> call.outputShapes().stream())
                .mapToLong(KerasSubject::size)
                .sum();
        if (size > 10_000_000) {
            return; // honest, but more than a test needs
        }
        saved.architecture().summary();
        try (Model model = saved.build(Seed.of(1))) {
            List<Array> inputs = new ArrayList<>();
            for (Shape shape : shapes) {
                long[] sizes = Arrays.stream(shape.asArray())
                        .map(each -> each < 0 ? 3 : each)
                        .toArray();
                inputs.add(Array.of(new float[(int) size(Shape.of(sizes))], sizes));
            }
            List<Array> outputs = model.predict(Dataset.of(new Batch(inputs, List.of(), Optional.empty())), 3);
            String read = outputs.stream().map(Array::toString).collect(Collectors.joining());
            if (read.isEmpty()) {
                throw new IllegalStateException("no outputs");
            }
            if (saved.compilation().isPresent()) {
                saved.compile(model);
            }
        }
    }

    private static long size(Shape shape) {
        long size = 1;
        for (long each : shape.asArray()) {
            size = Math.multiplyExact(size, each < 0 ? 3 : each);
        }
        return size;
    }
}
