using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace KeyVaultEmulator.Identity;

/// <summary>An issuer of foreign tokens whose keys are known: here they are handed over instead of discovered.</summary>
/// <param name="Issuer">Issuer as tokens name it.</param>
/// <param name="Keys">Its public keys.</param>
internal sealed record TrustedIssuer(string Issuer, IReadOnlyList<RSA> Keys)
{
    /// <summary>Reads the keys from a JSON Web Key Set, such as <c>/openid/v1/jwks</c> of a Kubernetes API server.</summary>
    public static TrustedIssuer Of(string issuer, string keySet) => new(
        issuer,
        [
            .. (JsonNode.Parse(keySet)!["keys"]!.AsArray()).OfType<JsonObject>()
                .Where(k => (string?)k["kty"] == "RSA")
                .Select(k => RSA.Create(new RSAParameters { Modulus = Bytes(k, "n"), Exponent = Bytes(k, "e") })),
        ]);

    private static byte[] Bytes(JsonObject key, string member) => Base64Url.DecodeFromChars((string)key[member]!);
}
