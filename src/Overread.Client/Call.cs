namespace Overread.Client;

/// <summary>A request before it is sent; its content is made anew for each try.</summary>
internal sealed record Call(
    HttpMethod Method,
    string Path,
    (string Name, string? Value)[] Query,
    (string Name, string? Value)[] Headers,
    Func<HttpContent?>? Content,
    bool MayRepeat
)
{
    public HttpRequestMessage Request()
    {
        IEnumerable<string> query = Query
            .Where(q => q.Value is not null)
            .Select(q => $"{q.Name}={Uri.EscapeDataString(q.Value!)}");
        string text = string.Join('&', query);
        HttpRequestMessage request = new(Method, text.Length == 0 ? Path : $"{Path}?{text}")
        {
            Content = Content?.Invoke(),
        };
        foreach ((string name, string? value) in Headers.Where(h => h.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
