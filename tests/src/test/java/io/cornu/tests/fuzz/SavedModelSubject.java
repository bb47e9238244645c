package io.cornu.tests.fuzz;

import io.cornu.data.Array;
import io.cornu.savedmodels.tf.LoadedSavedModel;
import io.cornu.savedmodels.tf.SavedModel;
import io.cornu.savedmodels.tf.TensorDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Damaged SavedModel folders: looked at, loaded, and asked. */
record SavedModelSubject(List<Map<String, byte[]>> wholes) implements Subject {
    private static final long MOST_NUMBERS = 1_000_000;

    private static final String GRAPH = "saved_model.pb";

    /** The files of a folder. */
    static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    @Override
    public String name() {
        return "savedmodel";
    }

    @Override
    public void damage(Path target, Random random) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>(wholes.get(random.nextInt(wholes.size())));
        List<String> names = new ArrayList<>(files.keySet());
        String other = names.get(random.nextInt(names.size()));
        switch (random.nextInt(10)) {
            case 0 -> files.remove(other);
            case 1, 2 -> files.computeIfPresent(other, (name, bytes) -> ByteMutator.mutate(bytes, random));
            default ->
                files.put(
                        GRAPH,
                        ProtoMutator.mutate(
                                        org.tensorflow.proto.SavedModel.parseFrom(
                                                files.getOrDefault(GRAPH, new byte[0])),
                                        random)
                                .toByteArray());
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = target.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    @Override
    public void read(Path target) throws IOException {
        SavedModel.describe(target);
        try (LoadedSavedModel loaded = SavedModel.read(target)) {
            for (var signature : loaded.signatures()) {
                List<Array> inputs = new ArrayList<>();
                for (TensorDescription input : signature.inputs()) {
                    long[] sizes = Arrays.stream(input.shape().asArray())
                            .map(each -> each < 0 ? 2 : each)
                            .toArray();
                    inputs.add(Array.of(new float[Math.toIntExact(product(sizes))], sizes));
                }
                loaded.predict(signature.name(), inputs);
            }
        }
    }

    private static long product(long[] sizes) {
        long product = 1;
        for (long size : sizes) {
            if (size > MOST_NUMBERS || product * size > MOST_NUMBERS) {
                throw new IllegalArgumentException("more than a test needs");
            }
            product *= size;
        }
        return product;
    }
}
