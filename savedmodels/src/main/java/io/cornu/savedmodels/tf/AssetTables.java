package io.cornu.savedmodels.tf;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Whether tables are filled from the model's own assets only: from tensors that are fed with the names of files in its
 * directory while it is initialized.
 */
final class AssetTables {
    private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");
    private static final int MAX_DEPTH = 20;
    private static final int FILE_INPUT = 1;

    private final MetaGraphDef meta;
    private final GraphNodes graph;
    private final Set<String> assets = new HashSet<>();

    AssetTables(MetaGraphDef meta, GraphNodes graph) {
        this.meta = meta;
        this.graph = graph;
        for (AssetFileDef asset : meta.getAssetFileDefList()) {
            assets.add(GraphNodes.operation(asset.getTensorInfo().getName()));
        }
    }

    boolean areOwn() {
        if (assets.isEmpty() || isRunByCalls()) {
            return false;
        }
        return graph.nodes().stream().allMatch(node -> isOwn(node, Optional.empty()))
                && graph.functions().values().stream().allMatch(function -> function.getNodeDefList().stream()
                        .allMatch(node -> isOwn(node, Optional.of(function))));
    }

    /** Names are fed when the model is initialized, and at no other time. */
    private boolean isRunByCalls() {
        List<String> targets = meta.getSignatureDefMap().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(Signatures.INITIALIZER))
                .map(Map.Entry::getValue)
                .map(SignatureDef::getOutputsMap)
                .map(Map::values)
                .flatMap(Collection::stream)
                .map(TensorInfo::getName)
                .map(GraphNodes::operation)
                .toList();
        Set<String> operations = graph.operationsBehind(targets);
        return OperationPolicy.TABLES.stream().anyMatch(operations::contains);
    }

    private boolean isOwn(NodeDef node, Optional<FunctionDef> scope) {
        return !OperationPolicy.TABLES.contains(node.getOp())
                || node.getInputCount() > FILE_INPUT && isAsset(node.getInput(FILE_INPUT), scope, 0);
    }

    private boolean isAsset(String input, Optional<FunctionDef> scope, int depth) {
        String name = GraphNodes.operation(input);
        if (depth > MAX_DEPTH) {
            return false;
        }
        if (scope.isEmpty()) {
            return assets.contains(name)
                    || graph.node(name)
                            .filter(AssetTables::isIdentity)
                            .filter(node -> isAsset(node.getInput(0), scope, depth + 1))
                            .isPresent()
                    || graph.node(name)
                            .filter(node -> node.getOp().equals("ReadVariableOp") && node.getInputCount() > 0)
                            .filter(node -> holdsAsset(GraphNodes.operation(node.getInput(0)), depth))
                            .isPresent();
        }
        FunctionDef function = scope.get();
        for (int i = 0; i < function.getSignature().getInputArgCount(); i++) {
            if (function.getSignature().getInputArg(i).getName().equals(name)) {
                return isGivenAssets(function.getSignature().getName(), i, depth);
            }
        }
        return function.getNodeDefList().stream()
                .filter(node -> node.getName().equals(name))
                .filter(AssetTables::isIdentity)
                .anyMatch(node -> isAsset(node.getInput(0), scope, depth + 1));
    }

    /** Python keeps names in variables: whether this one is given an asset, never something else, and to nobody. */
    private boolean holdsAsset(String variable, int depth) {
        Optional<NodeDef> handle = graph.node(variable);
        if (handle.isEmpty() || !isOnly(handle.get())) {
            return false;
        }
        List<NodeDef> users = graph.nodes().stream()
                .filter(node -> node.getInputList().stream()
                        .anyMatch(input -> GraphNodes.operation(input).equals(variable)))
                .toList();
        return users.stream().anyMatch(node -> node.getOp().equals("AssignVariableOp"))
                && users.stream().allMatch(node -> switch (node.getOp()) {
                    case "ReadVariableOp", "VarIsInitializedOp" -> true;
                    case "AssignVariableOp" ->
                        node.getInputCount() > 1 && isAsset(node.getInput(1), Optional.empty(), depth + 1);
                    default -> false;
                });
    }

    /** Whether no other handle, in functions neither, is one of the same variable. */
    private boolean isOnly(NodeDef handle) {
        AttrValue name = handle.getAttrOrDefault("shared_name", AttrValue.getDefaultInstance());
        long same = Stream.concat(
                        graph.nodes().stream(),
                        graph.functions().values().stream().flatMap(function -> function.getNodeDefList().stream()))
                .filter(node -> node.getOp().equals("VarHandleOp"))
                .filter(node -> node.getAttrOrDefault("shared_name", AttrValue.getDefaultInstance())
                        .equals(name))
                .count();
        return handle.getOp().equals("VarHandleOp") && same == 1 && !name.getS().isEmpty();
    }

    /** Whether all calls of a function have an asset there. */
    private boolean isGivenAssets(String function, int argument, int depth) {
        return graph.nodes().stream().allMatch(node -> isGivenAsset(node, Optional.empty(), function, argument, depth))
                && graph.functions().values().stream().allMatch(scope -> scope.getNodeDefList().stream()
                        .allMatch(node -> isGivenAsset(node, Optional.of(scope), function, argument, depth)));
    }

    private boolean isGivenAsset(NodeDef node, Optional<FunctionDef> scope, String function, int argument, int depth) {
        return !graph.called(node).contains(function)
                || CALLS.contains(node.getOp())
                        && node.getInputCount() > argument
                        && isAsset(node.getInput(argument), scope, depth + 1);
    }

    private static boolean isIdentity(NodeDef node) {
        return node.getOp().equals("Identity") && node.getInputCount() > 0;
    }
}
