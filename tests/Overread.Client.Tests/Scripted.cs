using System.Net;
using System.Text;

namespace Overread.Client.Tests;

/// <summary>Answers requests from a list and keeps what was asked.</summary>
internal sealed class Scripted(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) : HttpMessageHandler
{
    public List<string> Asked { get; } = [];

    public List<string> Bodies { get; } = [];

    public List<HttpRequestMessage> Requests { get; } = [];

    public static Func<HttpRequestMessage, HttpResponseMessage> Json(string text, int status = 200) =>
        _ => new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StringContent(
                text,
                Encoding.UTF8,
                status < 300 ? "application/json" : "application/problem+json"
            ),
        };

    public static Func<HttpRequestMessage, HttpResponseMessage> Silence =>
        _ => throw new HttpRequestException("cut off");

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        Asked.Add($"{request.Method} {request.RequestUri!.PathAndQuery}");
        Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        Requests.Add(request);
        return answers[Math.Min(Asked.Count, answers.Length) - 1](request);
    }
}
