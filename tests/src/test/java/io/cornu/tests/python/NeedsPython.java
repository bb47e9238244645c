package io.cornu.tests.python;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs Python Keras. Without Python it is skipped, and says so; with {@code CORNU_REQUIRE_PYTHON=1}
 * it fails. Its methods and constructor may take a {@link PythonWorker} or a {@link PythonEnvironment}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PythonExtension.class)
@Tag("python")
public @interface NeedsPython {}
