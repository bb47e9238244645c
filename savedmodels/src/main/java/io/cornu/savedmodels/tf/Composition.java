package io.cornu.savedmodels.tf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef.ArgDef;

/**
 * Puts functions together to one without calls in it, as converters and old readers like it best: what one gives, the
 * next takes.
 */
final class Composition {
    private final FunctionDef.Builder whole = FunctionDef.newBuilder();
    private final List<ArgDef> arguments = new ArrayList<>();
    private int parts;

    /** A new argument of the whole, like one of a part. */
    String argument(ArgDef like) {
        String name = "argument_" + arguments.size();
        arguments.add(like.toBuilder().setName(name).build());
        return name;
    }

    /**
     * Adds what a function does.
     *
     * @param part the function
     * @param given the tensors for its arguments
     * @return the tensors that it gives
     */
    List<String> add(FunctionDef part, List<String> given) {
        String prefix = "part_" + parts++ + "/";
        Map<String, String> byName = new HashMap<>();
        for (int i = 0; i < part.getSignature().getInputArgCount(); i++) {
            byName.put(part.getSignature().getInputArg(i).getName(), given.get(i));
        }
        for (NodeDef node : part.getNodeDefList()) {
            NodeDef.Builder renamed = node.toBuilder().setName(prefix + node.getName()).clearInput();
            node.getInputList().forEach(input -> {
                String tensor = tensor(prefix, byName, input);
                if (!tensor.isEmpty()) {
                    renamed.addInput(tensor);
                }
            });
            whole.addNodeDef(renamed);
        }
        if (part.getSignature().getIsStateful()) {
            whole.getSignatureBuilder().setIsStateful(true);
        }
        return part.getSignature().getOutputArgList().stream()
                .map(result -> tensor(prefix, byName, part.getRetOrThrow(result.getName())))
                .toList();
    }

    /** The tensor in the whole; empty for an argument that is only waited for. */
    private static String tensor(String prefix, Map<String, String> arguments, String input) {
        String given = arguments.get(GraphNodes.operation(input));
        if (given != null) {
            return input.startsWith("^") ? "" : given;
        }
        return input.startsWith("^") ? "^" + prefix + input.substring(1) : prefix + input;
    }

    /**
     * Ends the whole.
     *
     * @param results what it gives, by the likeness of a part's results
     * @param tensors where they come from
     * @return the function, without a name
     */
    FunctionDef result(List<ArgDef> results, List<String> tensors) {
        whole.getSignatureBuilder().addAllInputArg(arguments);
        for (int i = 0; i < results.size(); i++) {
            String name = "result_" + i;
            whole.getSignatureBuilder()
                    .addOutputArg(results.get(i).toBuilder().setName(name));
            whole.putRet(name, tensors.get(i));
        }
        return whole.build();
    }
}
