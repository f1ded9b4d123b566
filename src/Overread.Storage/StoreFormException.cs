namespace Overread.Storage;

/// <summary>A store's tables cannot be brought into the form that this build works with. Nothing was changed.</summary>
public sealed class StoreFormException(string message) : Exception(message);
