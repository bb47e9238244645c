package io.cornu.savedmodels.tf;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;

/** TFLite knows no {@code ClipByValue}: a minimum and a maximum do the same, and have the same gradient. */
final class Clips {
    private static final String CLIP = "ClipByValue";

    private Clips() {}

    static void replace(FunctionDef.Builder function) {
        Set<String> clips = function.getNodeDefList().stream()
                .filter(node -> node.getOp().equals(CLIP))
                .map(NodeDef::getName)
                .collect(Collectors.toSet());
        if (clips.isEmpty()) {
            return;
        }
        List<NodeDef> nodes = new ArrayList<>();
        for (NodeDef node : function.getNodeDefList()) {
            NodeDef.Builder renamed = node.toBuilder().clearInput();
            node.getInputList().forEach(input -> renamed.addInput(renamed(input, clips)));
            if (node.getOp().equals(CLIP)) {
                String minimum = node.getName() + "/Minimum";
                nodes.add(renamed.clone()
                        .setName(minimum)
                        .setOp("Minimum")
                        .clearInput()
                        .addInput(renamed.getInput(0))
                        .addInput(renamed.getInput(2))
                        .build());
                renamed.setOp("Maximum")
                        .clearInput()
                        .addInput(minimum + ":z:0")
                        .addInput(renamed(node.getInput(1), clips));
                node.getInputList().stream()
                        .filter(input -> input.startsWith("^"))
                        .forEach(renamed::addInput);
            }
            nodes.add(renamed.build());
        }
        function.clearNodeDef().addAllNodeDef(nodes);
        List.copyOf(function.getRetMap().keySet())
                .forEach(name -> function.putRet(name, renamed(function.getRetOrThrow(name), clips)));
    }

    /** The name of a clip's output is another than that of a maximum. */
    private static String renamed(String tensor, Set<String> clips) {
        String node = GraphNodes.operation(tensor);
        return clips.contains(node) && !tensor.startsWith("^") ? node + ":z:0" : tensor;
    }
}
