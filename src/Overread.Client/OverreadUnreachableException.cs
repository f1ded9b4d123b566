namespace Overread.Client;

/// <summary>No server answered, or not to the end, or not in time.</summary>
public sealed class OverreadUnreachableException(Uri server, Exception inner) : Exception(Words(server, inner), inner)
{
    private static string Words(Uri server, Exception inner) =>
        inner switch
        {
            TimeoutException => $"The server at {server} did not answer in time: {inner.Message}",
            IOException or HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } =>
                $"The answer of {server} broke off: {inner.Message}",
            _ => $"No server answers at {server}: {inner.Message}",
        };
}
