package io.cornu.savedmodels.tf;

import io.cornu.savedmodels.archive.MalformedFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** What a SavedModel would do if it were loaded and called: a look at its program before TensorFlow sees it. */
final class ProgramCheck {
    /** Functions inside functions; the deepest that Keras writes are below 20. */
    private static final int MAX_DEPTH = 100;

    /** Nodes after all calls are written out; the largest networks have some 100,000. */
    private static final long MAX_NODES = 10_000_000;

    /** Numbers in a constant, which a few bytes in the file can promise. */
    private static final long MAX_ELEMENTS = 1L << 29;

    private static final String NODES = "nodes when all calls are written out";
    private static final String DEPTH = "functions inside one another (or calling themselves)";

    /** How many nodes, and how many functions inside one another. */
    private record Extent(long nodes, int height) {}

    private final String where;
    private final MetaGraphDef meta;
    private final GraphNodes graph;

    ProgramCheck(String where, MetaGraphDef meta) {
        this.where = where;
        this.meta = meta;
        this.graph = new GraphNodes(meta.getGraphDef());
    }

    /** Operations that do more than compute, each with what it does; empty for an honest model. */
    Map<String, String> objections() {
        Map<String, String> objections = new TreeMap<>();
        allNodes().forEach(node -> OperationPolicy.objection(node.getOp())
                .ifPresent(objection -> objections.put(node.getOp(), objection)));
        Set<String> called = graph.operationsBehind(calledTargets());
        Set<String> restoring = graph.operationsBehind(restoreTargets());
        for (String operation : OperationPolicy.SAVING) {
            if (called.contains(operation) || restoring.contains(operation)) {
                objections.put(operation, "writes files outside the model's own saver");
            }
        }
        for (String operation : OperationPolicy.RESTORING) {
            if (called.contains(operation)) {
                objections.put(operation, "reads files outside the model's own saver");
            } else if (restoring.contains(operation) && !restoresFromOwnFiles()) {
                objections.put(operation, "reads other files than the model's own");
            }
        }
        if (new AssetTables(meta, graph).areOwn()) {
            objections.keySet().removeAll(OperationPolicy.TABLES);
        }
        return objections;
    }

    /** Refuses what would do more than compute, or more than this process bears. */
    void requireHarmless() throws MalformedFileException {
        Map<String, String> objections = objections();
        if (!objections.isEmpty()) {
            List<String> texts = new ArrayList<>();
            objections.forEach((operation, objection) -> texts.add(operation + " " + objection));
            throw new MalformedFileException(
                    where,
                    "expected a model that only computes, received one in which " + String.join(", ", texts)
                            + ". Read it with ReadOptions.withTrust(TRUSTED) if you trust its origin like a program.");
        }
        requireModest();
    }

    private void requireModest() throws MalformedFileException {
        for (NodeDef node : allNodes()) {
            for (AttrValue attribute : node.getAttrMap().values()) {
                requireModest(node, attribute);
            }
        }
        Map<String, Extent> known = new HashMap<>();
        long total = 0;
        for (NodeDef node : graph.nodes()) {
            total += extent(node, known, 0).nodes();
            requireBelow(NODES, total, MAX_NODES);
        }
    }

    private void requireModest(NodeDef node, AttrValue attribute) throws MalformedFileException {
        List<TensorProto> tensors = new ArrayList<>(attribute.getList().getTensorList());
        if (attribute.hasTensor()) {
            tensors.add(attribute.getTensor());
        }
        for (TensorProto tensor : tensors) {
            requireBelow("numbers in constant " + node.getName(), elements(tensor.getTensorShape()), MAX_ELEMENTS);
        }
        if (node.getOp().equals("VarHandleOp") && attribute.hasShape()) {
            requireBelow("numbers in variable " + node.getName(), elements(attribute.getShape()), MAX_ELEMENTS);
        }
    }

    /** What stands behind a node, all calls written out. */
    private Extent extent(NodeDef node, Map<String, Extent> known, int depth) throws MalformedFileException {
        requireBelow(DEPTH, depth, MAX_DEPTH);
        long nodes = 1;
        int height = 0;
        for (String name : graph.called(node)) {
            FunctionDef function = graph.functions().get(name);
            if (function != null) {
                Extent extent = known.get(name);
                if (extent == null) {
                    extent = extent(function, known, depth + 1);
                    known.put(name, extent);
                }
                nodes += extent.nodes();
                height = Math.max(height, extent.height() + 1);
            }
        }
        requireBelow(DEPTH, height, MAX_DEPTH);
        return new Extent(nodes, height);
    }

    private Extent extent(FunctionDef function, Map<String, Extent> known, int depth) throws MalformedFileException {
        long nodes = 0;
        int height = 0;
        for (NodeDef node : function.getNodeDefList()) {
            Extent extent = extent(node, known, depth);
            nodes += extent.nodes();
            height = Math.max(height, extent.height());
            requireBelow(NODES, nodes, MAX_NODES);
        }
        return new Extent(nodes, height);
    }

    private void requireBelow(String what, long value, long limit) throws MalformedFileException {
        if (value > limit) {
            throw new MalformedFileException(
                    where,
                    "expected at most " + limit + " " + what + ", received "
                            + (value == Long.MAX_VALUE ? "far more" : Long.toString(value))
                            + ". Read it with ReadOptions.withTrust(TRUSTED) if you trust its origin.");
        }
    }

    private static long elements(TensorShapeProto shape) {
        long elements = 1;
        for (TensorShapeProto.Dim dimension : shape.getDimList()) {
            long size = Math.max(dimension.getSize(), 0);
            if (size != 0 && elements > Long.MAX_VALUE / size) {
                return Long.MAX_VALUE;
            }
            elements *= size;
        }
        return elements;
    }

    private List<NodeDef> allNodes() {
        List<NodeDef> all = new ArrayList<>(meta.getGraphDef().getNodeList());
        meta.getGraphDef().getLibrary().getFunctionList().forEach(function -> all.addAll(function.getNodeDefList()));
        return all;
    }

    /** What is run here to predict and to initialize. */
    private List<String> calledTargets() {
        List<String> targets = new ArrayList<>();
        meta.getSignatureDefMap().values().forEach(signature -> signature
                .getOutputsMap()
                .values()
                .forEach(output -> targets.add(GraphNodes.operation(output.getName()))));
        Restoration.initializer(meta).ifPresent(targets::add);
        return targets;
    }

    private List<String> restoreTargets() {
        String restore = meta.getSaverDef().getRestoreOpName();
        return restore.isEmpty() ? List.of() : List.of(restore);
    }

    /** Whether every restoring operation takes the very name that is fed. */
    private boolean restoresFromOwnFiles() {
        String fed = GraphNodes.operation(meta.getSaverDef().getFilenameTensorName());
        Set<String> indirect = graph.callersOf(OperationPolicy.RESTORING);
        return graph.nodes().stream().allMatch(node -> {
            if (OperationPolicy.RESTORING.contains(node.getOp())) {
                return isFed(node, fed);
            }
            return graph.called(node).stream()
                    .map(name -> Optional.ofNullable(graph.functions().get(name)))
                    .flatMap(Optional::stream)
                    .allMatch(function ->
                            !indirect.contains(function.getSignature().getName())
                                    || restoresFrom(function) && isFed(node, fed));
        });
    }

    private boolean isFed(NodeDef node, String fed) {
        NodeDef at = node;
        // A chain of identities is no longer than the graph, and cannot go in circles for as long.
        for (int i = 0; i < MAX_DEPTH; i++) {
            if (at.getInputCount() == 0) {
                return false;
            }
            String input = GraphNodes.operation(at.getInput(0));
            if (input.equals(fed)) {
                return true;
            }
            Optional<NodeDef> next = graph.node(input);
            if (next.isEmpty() || !next.get().getOp().equals("Identity")) {
                return false;
            }
            at = next.get();
        }
        return false;
    }

    /** Whether a function restores from its first argument, as Python's do, and through no other function. */
    private boolean restoresFrom(FunctionDef function) {
        List<NodeDef> restoring = function.getNodeDefList().stream()
                .filter(node -> OperationPolicy.RESTORING.contains(node.getOp()))
                .toList();
        if (restoring.isEmpty() || function.getSignature().getInputArgCount() == 0) {
            return false;
        }
        String argument = function.getSignature().getInputArg(0).getName();
        return restoring.stream()
                .allMatch(node -> node.getInputCount() > 0 && node.getInput(0).equals(argument));
    }

    /** For counts in descriptions. */
    Collection<NodeDef> nodes() {
        return allNodes();
    }
}
