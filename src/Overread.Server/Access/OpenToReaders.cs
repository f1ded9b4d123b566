namespace Overread.Server.Access;

/// <summary>Marks a route that is open to readers who are not fit for work: it shows no item and takes no answers.</summary>
internal sealed class OpenToReaders;
