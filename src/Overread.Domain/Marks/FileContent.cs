namespace Overread.Domain.Marks;

/// <summary>What a file of an item holds, as far as a rule needs to know to judge a mark in it.</summary>
public abstract record FileContent;
