package io.cornu.tests.fuzz;

import io.cornu.savedmodels.tf.CheckpointFolder;
import io.cornu.savedmodels.tf.TensorDescription;
import io.cornu.savedmodels.tf.TensorFlowCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Damaged checkpoint folders, all tensors of which are read. */
record CheckpointSubject(Map<String, byte[]> whole) implements Subject {
    @Override
    public String name() {
        return "checkpoint";
    }

    @Override
    public void damage(Path target, Random random) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>(whole);
        List<String> names = new ArrayList<>(files.keySet());
        files.computeIfPresent(
                names.get(random.nextInt(names.size())), (name, bytes) -> ByteMutator.mutate(bytes, random));
        Files.createDirectories(target);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(target.resolve(file.getKey()), file.getValue());
        }
    }

    @Override
    public void read(Path target) throws IOException {
        Optional<Path> latest = CheckpointFolder.of(target).latest();
        if (latest.isEmpty()) {
            return;
        }
        TensorFlowCheckpoint checkpoint = TensorFlowCheckpoint.open(latest.get());
        for (TensorDescription tensor : checkpoint.tensors()) {
            if (tensor.typeName().equals("string")) {
                checkpoint.readTexts(tensor.name());
            } else {
                checkpoint.read(tensor.name());
            }
        }
        checkpoint.weights();
    }
}
