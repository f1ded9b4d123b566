namespace Overread.Client;

/// <summary>No server answered.</summary>
public sealed class OverreadUnreachableException(Uri server, Exception inner)
    : Exception($"No server answers at {server}: {inner.Message}", inner);
