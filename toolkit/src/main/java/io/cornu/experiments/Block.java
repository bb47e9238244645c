package io.cornu.experiments;

/** A part of a report's section. */
public sealed interface Block permits Text, Verdict, Table, Picture {}
