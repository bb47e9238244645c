/** What error messages are made of: {@link io.cornu.text.Names} finds the name that was meant. */
@NullMarked
package io.cornu.text;

import org.jspecify.annotations.NullMarked;
