using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Overread.Domain;
using Overread.Ledger.Timestamps;
using Overread.Server.Composition;
using Overread.Storage;

namespace Overread.Server.Features.Releases;

/// <summary>
/// The time-stamp authority the server was started with (RFC 3161 section 3.4, over HTTP). It is sent a hash and a nonce:
/// nothing that could be linked to anybody leaves the installation.
/// </summary>
internal sealed partial class TimestampAuthority : IDisposable
{
    private const int Tries = 3;
    private readonly Uri? _address;
    private readonly IEntropy _entropy;
    private readonly ILogger<TimestampAuthority> _logger;
    private readonly X509Certificate2Collection _known = [];
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>Reads the certificates that the authority leaves out.</summary>
    /// <exception cref="CryptographicException">The file holds no certificates.</exception>
    public TimestampAuthority(ServeOptions options, IEntropy entropy, ILogger<TimestampAuthority> logger)
    {
        _address = options.TimestampAuthority;
        _entropy = entropy;
        _logger = logger;
        if (options.TimestampChain is { } file)
        {
            _known.ImportFromPemFile(file);
        }
    }

    /// <summary>True where releases are to be stamped.</summary>
    public bool IsThere => _address is not null;

    /// <summary>A stamp over the bytes, verified as a stranger will, with the chain that convinces one.</summary>
    /// <exception cref="RefusedException">The authority did not answer, refused, or answered what does not hold.</exception>
    public async Task<(byte[] Token, string Chain)> Stamp(byte[] data, CancellationToken cancel)
    {
        byte[] nonce = new byte[16];
        _entropy.Fill(nonce);
        TimestampQuery query = new(data, nonce);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                TimestampToken token = query.Accept(await Ask(query, cancel));
                string chain = token.ChainPem(_known);
                X509Certificate2Collection kept = [];
                kept.ImportFromPem(chain);
                token.Verify(data, kept);
                return (token.ToBytes(), chain);
            }
            catch (Exception e)
                when (e is HttpRequestException or FormatException
                    || (e is TaskCanceledException && !cancel.IsCancellationRequested)
                )
            {
                if (attempt == Tries)
                {
                    throw new RefusedException(
                        new(
                            "release.untimed",
                            $"The time-stamp authority gave no stamp that holds: {e.Message}",
                            RefusalKind.Conflict
                        )
                        {
                            Next =
                                "Try again later, name the authority's root with --tsa-chain, or start the server without --tsa.",
                        }
                    );
                }

                LogRetry(attempt, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(attempt), cancel);
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<byte[]> Ask(TimestampQuery query, CancellationToken cancel)
    {
        using ByteArrayContent content = new(query.ToBytes());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
        using HttpResponseMessage answer = await _client.PostAsync(_address, content, cancel);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync(cancel);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Time stamp, try {Attempt}: {Reason}")]
    private partial void LogRetry(int attempt, string reason);
}
