package io.cornu.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * What TensorFlow needs of this machine to use an NVIDIA GPU, and what of it is there.
 *
 * @param platform JavaCPP's name of the platform, such as {@code linux-x86_64}; GPU natives exist for that one only
 * @param gpuBuild whether the natives on the class path have GPU kernels
 * @param kernelDriver whether NVIDIA's kernel driver is running
 * @param missingLibraries the shared libraries that the dynamic linker does not find: the driver's own
 *     {@code libcuda.so.1}, then CUDA's and cuDNN's
 * @param visibleDevices the value of {@code CUDA_VISIBLE_DEVICES}, if it is set
 */
public record GpuSupport(
        String platform,
        boolean gpuBuild,
        boolean kernelDriver,
        List<String> missingLibraries,
        Optional<String> visibleDevices) {
    private static final String DRIVER = "libcuda.so.1";
    // TensorFlow 2.18 opens exactly these when it looks for GPUs, and ignores all GPUs if one fails.
    private static final List<String> CUDA_LIBRARIES = List.of(
            "libcudart.so.12",
            "libcublas.so.12",
            "libcublasLt.so.12",
            "libcufft.so.11",
            "libcusolver.so.11",
            "libcusparse.so.12",
            "libcudnn.so.9");

    /** Copies the list. */
    public GpuSupport {
        missingLibraries = List.copyOf(missingLibraries);
    }

    /**
     * Looks at this machine.
     *
     * @return what is there
     * @throws NativeLibraryException if TensorFlow's native library cannot be loaded
     */
    public static GpuSupport probe() {
        NativeLibrary library = NativeLibrary.load();
        List<String> missing = new ArrayList<>();
        if (!loads(DRIVER)) {
            missing.add(DRIVER);
        }
        CUDA_LIBRARIES.stream().filter(name -> !loads(name)).forEach(missing::add);
        return new GpuSupport(
                Loader.getPlatform(),
                library.gpuBuild(),
                Files.exists(Path.of("/proc/driver/nvidia/version")),
                missing,
                Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES")));
    }

    /**
     * Everything that keeps TensorFlow from using a GPU here, each with its fix.
     *
     * @return sentences, the most basic first; one that names where to look on if all seems right
     */
    public List<String> problems() {
        if (!platform.equals("linux-x86_64")) {
            return List.of("TensorFlow Java has GPU natives for linux-x86_64 only; this is " + platform + ".");
        }
        List<String> problems = new ArrayList<>();
        List<String> cuda = new ArrayList<>(missingLibraries);
        if (cuda.remove(DRIVER)) {
            problems.add(
                    kernelDriver
                            ? "The NVIDIA driver runs but " + DRIVER
                                    + " is not found: install the driver's libraries of the same version"
                                    + " (in a container, use the NVIDIA container toolkit)."
                            : "No NVIDIA driver (" + DRIVER + " is not found): install it if there is an NVIDIA GPU.");
        }
        if (!gpuBuild) {
            problems.add("The CPU build of TensorFlow is on the class path: start with './cornu --gpu'"
                    + " or CORNU_GPU=1, or build with 'mvn -Pgpu'.");
        }
        if (!cuda.isEmpty()) {
            problems.add("Not found: " + String.join(", ", cuda)
                    + ": install CUDA 12 and cuDNN 9, and name their folders in LD_LIBRARY_PATH.");
        }
        visibleDevices
                .filter(value -> value.isBlank() || value.strip().startsWith("-"))
                .ifPresent(value -> problems.add("CUDA_VISIBLE_DEVICES='" + value + "' hides every GPU: unset it."));
        if (problems.isEmpty()) {
            problems.add("The driver and the libraries are there: set TF_CPP_MIN_LOG_LEVEL=0"
                    + " to see TensorFlow's own reason, and check 'nvidia-smi'.");
        }
        return List.copyOf(problems);
    }

    private static boolean loads(String library) {
        try {
            Loader.loadGlobal(library);
            return true;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }
}
