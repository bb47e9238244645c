/** What chance would decide, decided: the same random parameters on both sides. */
@NullMarked
package io.cornu.augmentation;

import org.jspecify.annotations.NullMarked;
