namespace NodeGroups;

/// <summary>The value of a method that returns none.</summary>
public readonly record struct Nothing;
