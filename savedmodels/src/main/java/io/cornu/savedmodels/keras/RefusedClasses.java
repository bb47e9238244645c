package io.cornu.savedmodels.keras;

import java.util.Map;
import java.util.Optional;

/** Classes of Keras that no safe loader opens, with the reason. */
final class RefusedClasses {
    private static final String CODE =
            "it holds Python code, which is never run here. Replace it by a layer, registered under a name, and save again.";
    private static final String FOREIGN =
            "it wraps a program of another library. Rebuild that part from layers, and save again.";
    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("Lambda", CODE),
            Map.entry("__lambda__", CODE),
            Map.entry("__typespec__", "it names a Python type. Save the model without it."),
            Map.entry(
                    "TFSMLayer", "it loads a SavedModel from a path, and a SavedModel is a program. Read that itself."),
            Map.entry("TorchModuleWrapper", FOREIGN),
            Map.entry("JaxLayer", FOREIGN),
            Map.entry("FlaxLayer", FOREIGN));

    private RefusedClasses() {}

    static Optional<String> reason(String className) {
        return Optional.ofNullable(REASONS.get(className));
    }
}
