@NullMarked
package io.cornu.tracking;

import org.jspecify.annotations.NullMarked;
