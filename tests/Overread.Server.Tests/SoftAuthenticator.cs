using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Overread.Server.Tests;

/// <summary>A passkey in software (WebAuthn, ES256, attestation "none"), which also does what a real one never would.</summary>
internal sealed class SoftAuthenticator(string site, string origin) : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(16);
    private string _user = "";

    public uint Count { get; set; }

    /// <summary>Whether the person was asked for a finger or a PIN.</summary>
    public bool Verified { get; set; } = true;

    public string Origin { get; set; } = origin;

    public string Id => Base64Url.EncodeToString(_id);

    /// <summary>What <c>navigator.credentials.create</c> would give.</summary>
    public string Create(string options)
    {
        JsonNode asked = JsonNode.Parse(options)!;
        _user = (string)asked["user"]!["id"]!;
        ECParameters p = _key.ExportParameters(false);
        // COSE: kty EC2, alg ES256, crv P-256, x, y.
        byte[] cose =
        [
            0xa5,
            0x01,
            0x02,
            0x03,
            0x26,
            0x20,
            0x01,
            0x21,
            0x58,
            0x20,
            .. p.Q.X!,
            0x22,
            0x58,
            0x20,
            .. p.Q.Y!,
        ];
        byte[] data = [.. Head(0x40), .. new byte[16], 0, (byte)_id.Length, .. _id, .. cose];
        byte[] attestation =
        [
            0xa3,
            .. Text("fmt"),
            .. Text("none"),
            .. Text("attStmt"),
            0xa0,
            .. Text("authData"),
            0x59,
            (byte)(data.Length >> 8),
            (byte)data.Length,
            .. data,
        ];
        return Credential(
            new()
            {
                ["clientDataJSON"] = Encode(Client("webauthn.create", (string)asked["challenge"]!)),
                ["attestationObject"] = Encode(attestation),
                ["transports"] = new JsonArray("internal"),
            }
        );
    }

    /// <summary>What <c>navigator.credentials.get</c> would give.</summary>
    public string Get(string options, string? user = null)
    {
        Count++;
        byte[] client = Client("webauthn.get", (string)JsonNode.Parse(options)!["challenge"]!);
        byte[] data = Head(0);
        byte[] signature = _key.SignData(
            [.. data, .. SHA256.HashData(client)],
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );
        return Credential(
            new()
            {
                ["clientDataJSON"] = Encode(client),
                ["authenticatorData"] = Encode(data),
                ["signature"] = Encode(signature),
                ["userHandle"] = user ?? _user,
            }
        );
    }

    public void Dispose() => _key.Dispose();

    private string Credential(JsonObject response) =>
        new JsonObject
        {
            ["id"] = Id,
            ["rawId"] = Id,
            ["type"] = "public-key",
            ["authenticatorAttachment"] = "platform",
            ["clientExtensionResults"] = new JsonObject(),
            ["response"] = response,
        }.ToJsonString();

    private byte[] Head(byte flags)
    {
        byte[] count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return
        [
            .. SHA256.HashData(Encoding.UTF8.GetBytes(site)),
            (byte)(flags | 0x01 | (Verified ? 0x04 : 0)),
            .. count,
        ];
    }

    private byte[] Client(string type, string challenge) =>
        Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["type"] = type,
                ["challenge"] = challenge,
                ["origin"] = Origin,
                ["crossOrigin"] = false,
            }.ToJsonString()
        );

    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.UTF8.GetBytes(text)];

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
