using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using McpTenants.Api;

namespace McpTenants.Cli;

/// <summary><c>kubectl mcpt verify-certificate FILE --key PUB</c>: checks a certificate without a cluster.</summary>
internal static class VerifyCertificateCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "the certificate, as 'certificate -o json' prints it and as it lies beside the archive" };
        var key = new Option<FileInfo>("--key") { Description = "public keys in PEM, from ConfigMap mcp-signing-key or the archive's folder", Required = true };
        var command = new Command("verify-certificate", "Check the signature of a certificate of erasure, offline") { file, key };
        command.SetAction(async (arguments, cancellation) =>
        {
            try
            {
                var envelope = DsseEnvelope.Read(await File.ReadAllTextAsync(arguments.GetRequiredValue(file).FullName, cancellation));
                var keys = Keys(await File.ReadAllTextAsync(arguments.GetRequiredValue(key).FullName, cancellation));
                if (Dsse.Verify(envelope, ErasureCertificate.PayloadType, keys) is not { } payload)
                {
                    Console.Error.WriteLine($"error: none of the {keys.Count} keys signed this; it is not to be believed");
                    return 1;
                }

                var certificate = ErasureCertificate.Read(payload);
                CertificateText.Print(certificate, envelope.Signatures[0].KeyId);
                var left = (certificate.Verification.Counts ?? []).Sum(c => c.Count);
                Console.WriteLine(left == 0 ? "ok: the signature holds and nothing was left" : $"warning: the signature holds, and {left} things were left");
                return left == 0 ? 0 : 1;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException or ArgumentException or CryptographicException)
            {
                Console.Error.WriteLine($"error: {e.Message}");
                return 1;
            }
        });
        return command;
    }

    // Every key that ever signed stands in one file; the one in question may be any of them.
    private static List<ECDsa> Keys(string pem)
    {
        var keys = new List<ECDsa>();
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            var key = ECDsa.Create();
            key.ImportFromPem(rest[fields.Location]);
            keys.Add(key);
        }

        return keys.Count > 0 ? keys : throw new FormatException("the key file holds no key in PEM");
    }
}
