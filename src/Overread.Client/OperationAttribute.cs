namespace Overread.Client;

/// <summary>Which operation of the API a method calls.</summary>
/// <param name="id">The operation's id in the API's description.</param>
/// <param name="method">The HTTP method.</param>
/// <param name="path">The path with its parameters in braces.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OperationAttribute(string id, string method, string path) : Attribute
{
    /// <summary>The operation's id in the API's description.</summary>
    public string Id { get; } = id;

    /// <summary>The HTTP method.</summary>
    public string Method { get; } = method;

    /// <summary>The path with its parameters in braces.</summary>
    public string Path { get; } = path;
}
