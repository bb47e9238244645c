package io.cornu.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteBuffer;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_GetRegisteredKernelsForOp;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.time.Duration;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.proto.KernelList;

/**
 * TensorFlow's native library, loaded.
 *
 * @param version the library's version, such as {@code 2.18.0}
 * @param file where JavaCPP unpacked it; {@code -Dorg.bytedeco.javacpp.cachedir=DIR} chooses another place
 * @param loading how long this call took: seconds where it had to unpack, next to nothing where it was loaded
 * @param gpuBuild whether it was built with GPU kernels
 */
public record NativeLibrary(String version, Path file, Duration loading, boolean gpuBuild) {
    /**
     * Loads the library, unpacking it on this machine's first start.
     *
     * @return where it is and how long it took
     * @throws NativeLibraryException if it cannot be unpacked or loaded
     */
    public static NativeLibrary load() {
        long start = System.nanoTime();
        try {
            String file = Loader.load(org.tensorflow.internal.c_api.global.tensorflow.class);
            String version = TensorFlow.version();
            Duration loading = Duration.ofNanos(System.nanoTime() - start);
            return new NativeLibrary(version, Path.of(file), loading, hasGpuKernels());
        } catch (LinkageError e) {
            throw new NativeLibraryException(
                    "TensorFlow: expected a native library for " + Loader.getPlatform() + " that loads, received: "
                            + rootMessage(e)
                            + ". It needs glibc 2.27 or newer and about 700 MB free in ~/.javacpp"
                            + " (another place: CORNU_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=DIR).",
                    e);
        }
    }

    /** The CPU build registers no GPU kernel for a matrix product, whatever the machine has. */
    @SuppressWarnings("try") // the scope works by being open
    private static boolean hasGpuKernels() {
        try (PointerScope scope = new PointerScope()) {
            TF_Status status = TF_Status.newStatus();
            TF_Buffer kernels = TF_GetRegisteredKernelsForOp("MatMul", status);
            status.throwExceptionIfNotOK();
            try {
                return KernelList.parseFrom(kernels.copyData()).getKernelList().stream()
                        .anyMatch(kernel -> kernel.getDeviceType().equals("GPU"));
            } finally {
                TF_DeleteBuffer(kernels);
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("TensorFlow: its list of kernels is unreadable.", e);
        }
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason");
    }
}
