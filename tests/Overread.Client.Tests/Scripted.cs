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

    /// <summary>An answer that ends before it is whole.</summary>
    public static Func<HttpRequestMessage, HttpResponseMessage> Broken =>
        _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new BrokenStream()) };

    /// <summary>How long every answer takes.</summary>
    public TimeSpan Delay { get; init; }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        Asked.Add($"{request.Method} {request.RequestUri!.PathAndQuery}");
        Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        Requests.Add(request);
        await Task.Delay(Delay, cancellationToken);
        return answers[Math.Min(Asked.Count, answers.Length) - 1](request);
    }

    private sealed class BrokenStream : MemoryStream
    {
        private int _reads;

        public override int Read(Span<byte> buffer) => Next(buffer);

        public override int Read(byte[] buffer, int offset, int count) => Next(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Next(buffer.Span));

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => Task.FromResult(Next(buffer.AsSpan(offset, count)));

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            byte[] buffer = new byte[1];
            while (true)
            {
                await destination.WriteAsync(buffer.AsMemory(0, Next(buffer)), cancellationToken);
            }
        }

        private int Next(Span<byte> buffer)
        {
            if (_reads++ > 0)
            {
                throw new IOException("cut off");
            }

            buffer[0] = (byte)'{';
            return 1;
        }
    }
}
