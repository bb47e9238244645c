package io.cornu.tests.python;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Makes the environment and the worker once a test run, and ends the worker with it. */
final class PythonExtension implements ExecutionCondition, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(PythonExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Outcome outcome = outcome(context);
        if (outcome.environment != null) {
            return ConditionEvaluationResult.enabled("Python is here");
        }
        if ("1".equals(System.getenv("CORNU_REQUIRE_PYTHON"))) {
            throw new ExtensionConfigurationException("CORNU_REQUIRE_PYTHON=1, but " + outcome.reason);
        }
        return ConditionEvaluationResult.disabled("NOT COMPARED WITH PYTHON: " + outcome.reason);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == PythonWorker.class || type == PythonEnvironment.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        PythonEnvironment environment = outcome(context).require();
        return parameter.getParameter().getType() == PythonEnvironment.class
                ? environment
                : store(context)
                        .getOrComputeIfAbsent(
                                PythonWorker.class, key -> new PythonWorker(environment), PythonWorker.class);
    }

    private static Store store(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE);
    }

    private static Outcome outcome(ExtensionContext context) {
        return store(context).getOrComputeIfAbsent(Outcome.class, key -> Outcome.find(), Outcome.class);
    }

    private static final class Outcome {
        private final @Nullable PythonEnvironment environment;
        private final String reason;

        private Outcome(@Nullable PythonEnvironment environment, String reason) {
            this.environment = environment;
            this.reason = reason;
        }

        PythonEnvironment require() {
            if (environment == null) {
                throw new IllegalStateException(reason);
            }
            return environment;
        }

        static Outcome find() {
            try {
                return new Outcome(PythonEnvironment.prepare(), "");
            } catch (PythonUnavailableException e) {
                String reason = String.valueOf(e.getMessage());
                System.err.println("=".repeat(78));
                System.err.println("NO PYTHON: every comparison with Python Keras is SKIPPED. " + reason);
                System.err.println("=".repeat(78));
                return new Outcome(null, reason);
            } catch (IOException e) {
                throw new ExtensionConfigurationException("the Python environment could not be made", e);
            }
        }
    }
}
