package io.cornu.savedmodels.tf;

import io.cornu.data.Array;
import io.cornu.runtime.HostTensor;
import io.cornu.runtime.NativeSession;
import io.cornu.runtime.Program;
import io.cornu.savedmodels.archive.MalformedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/** Gives the variables and tables of an imported SavedModel their values. */
final class Restoration {
    private final NativeSession session;
    private final SavedModelFile file;
    private final MetaGraphDef meta;
    private final ReadOptions options;

    Restoration(NativeSession session, SavedModelFile file, ReadOptions options) {
        this.session = session;
        this.options = options;
        this.file = file;
        this.meta = file.meta();
    }

    /** The operation that fills tables and the like, if there is one. */
    static Optional<String> initializer(MetaGraphDef meta) {
        String key = "__saved_model_init_op";
        if (meta.containsSignatureDef(key)) {
            return Optional.of(GraphNodes.operation(
                    meta.getSignatureDefOrThrow(key).getOutputsOrThrow(key).getName()));
        }
        for (String collection : List.of("saved_model_main_op", "legacy_init_op")) {
            if (meta.containsCollectionDef(collection)) {
                return meta.getCollectionDefOrThrow(collection).getNodeList().getValueList().stream()
                        .findFirst()
                        .map(GraphNodes::operation);
            }
        }
        return Optional.empty();
    }

    void run() throws IOException {
        Map<String, String> assets = assets();
        String restore = meta.getSaverDef().getRestoreOpName();
        if (!restore.isEmpty()) {
            Path prefix = file.directory().resolve("variables").resolve("variables");
            Path index = prefix.resolveSibling("variables.index");
            if (Files.isRegularFile(index)) {
                requireOwnFiles(prefix);
                Map<String, String> feeds = new LinkedHashMap<>(assets);
                feeds.put(meta.getSaverDef().getFilenameTensorName(), prefix.toString());
                execute(prefix.toString(), feeds, List.of(session.operation(restore)));
            } else if (hasVariables()) {
                throw new MalformedFileException(
                        index.toString(),
                        "expected the values of the model's variables, received no such file. "
                                + "Copy the whole directory, with variables in it.");
            }
            execute(file.directory().toString(), Map.of(), copiesToTwins(restore));
        }
        Optional<String> initializer = initializer(meta);
        if (initializer.isPresent()) {
            execute(file.directory().toString(), assets, List.of(session.operation(initializer.get())));
        }
    }

    /** The index and its data files, checked in Java before native code reads them. */
    private void requireOwnFiles(Path prefix) throws IOException {
        if (options.trust() == ReadOptions.Trust.CHECKED) {
            ContainedFiles.requireInside(file.directory(), prefix.resolveSibling("variables.index"));
            TensorFlowCheckpoint.open(prefix);
        }
    }

    private boolean hasVariables() {
        return meta.getGraphDef().getNodeList().stream()
                .anyMatch(node ->
                        node.getOp().equals("VarHandleOp") || node.getOp().equals("VariableV2"));
    }

    /**
     * Keras 3 models saved by {@code tf.saved_model.save} have every variable twice: the checkpoint restores one,
     * the signature reads the other, and the only thread between them is the initial value (tensorflow#80191).
     */
    private List<Op> copiesToTwins(String restore) {
        GraphNodes graph = new GraphNodes(meta.getGraphDef());
        Set<String> restored = new HashSet<>();
        graph.node(restore).ifPresent(node -> node.getInputList().forEach(input -> {
            String name = GraphNodes.operation(input);
            restored.add(name);
            graph.node(name)
                    .filter(assign -> assign.getOp().equals("AssignVariableOp"))
                    .ifPresent(assign -> restored.add(GraphNodes.operation(assign.getInput(0))));
        }));
        List<Op> copies = new ArrayList<>();
        for (NodeDef assign : meta.getGraphDef().getNodeList()) {
            if (!assign.getOp().equals("AssignVariableOp") || assign.getInputCount() < 2) {
                continue;
            }
            String filled = GraphNodes.operation(assign.getInput(0));
            DataType type = assign.getAttrOrDefault("dtype", AttrValue.getDefaultInstance())
                    .getType();
            graph.node(GraphNodes.operation(assign.getInput(1)))
                    .filter(read -> read.getOp().equals("ReadVariableOp") && read.getInputCount() > 0)
                    .map(read -> GraphNodes.operation(read.getInput(0)))
                    .filter(read -> restored.contains(filled) && !restored.contains(read))
                    .ifPresent(empty -> copies.add(copy(filled, empty, type)));
        }
        return copies;
    }

    private Op copy(String from, String to, DataType type) {
        Ops tf = session.tf();
        var read = tf.scope()
                .opBuilder("ReadVariableOp", "TwinRead")
                .addInput(session.operand(from + ":0").asOutput())
                .setAttr("dtype", type)
                .build();
        var assign = tf.scope()
                .opBuilder("AssignVariableOp", "TwinAssign")
                .addInput(session.operand(to + ":0").asOutput())
                .addInput(read.output(0))
                .setAttr("dtype", type)
                .build();
        return () -> assign;
    }

    /** The names of asset files by the tensors that take them. */
    private Map<String, String> assets() throws IOException {
        Map<String, String> assets = new LinkedHashMap<>();
        for (AssetFileDef asset : meta.getAssetFileDefList()) {
            Path folder = file.directory().resolve("assets");
            Path path = folder.resolve(asset.getFilename()).normalize();
            if (!path.startsWith(folder)) {
                throw new MalformedFileException(
                        file.directory().toString(),
                        "expected assets inside the directory, received '" + asset.getFilename() + "'.");
            }
            ContainedFiles.require(file.directory(), path, "an asset of the model");
            assets.put(asset.getTensorInfo().getName(), path.toString());
        }
        return assets;
    }

    private void execute(String where, Map<String, String> texts, List<? extends Op> targets)
            throws MalformedFileException {
        if (targets.isEmpty()) {
            return;
        }
        List<Operand<?>> feeds = new ArrayList<>();
        List<HostTensor> values = new ArrayList<>();
        try {
            for (Map.Entry<String, String> text : texts.entrySet()) {
                feeds.add(session.operand(text.getKey()));
                values.add(HostTensor.of(text.getValue()));
            }
            Program program = session.program(feeds, List.of(), targets);
            List<Array> nothing =
                    options.timeLimit().map(program::within).orElse(program).run(values);
            if (!nothing.isEmpty()) {
                throw new IllegalStateException("a program without fetches gave something");
            }
        } catch (IllegalStateException e) {
            throw new MalformedFileException(
                    where, "expected values that can be restored, received: " + e.getMessage(), e);
        } finally {
            values.forEach(HostTensor::close);
        }
    }
}
