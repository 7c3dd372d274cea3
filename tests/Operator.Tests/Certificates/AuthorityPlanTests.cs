using System.Security.Cryptography.X509Certificates;
using McpTenants.Authorization.Peers;
using McpTenants.Operator.Certificates;

namespace Operator.Tests.Certificates;

public sealed class AuthorityPlanTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);
    private static readonly CertificateLives Lives = new();

    [Fact]
    public void Nothing_IsCreated() => AuthorityPlan.Next(null, Lives, Start).ShouldBe(AuthorityStep.Create);

    [Theory]
    [InlineData(0, "None")]
    [InlineData(274, "None")]
    [InlineData(276, "Introduce")]
    [InlineData(364, "Introduce")]
    [InlineData(366, "Create")]
    [InlineData(-1, "Create")]
    public void Signer_ByItsAge(int days, string expected) => AuthorityPlan.Next(New(), Lives, Start.AddDays(days)).ToString().ShouldBe(expected);

    [Fact]
    public void Successor_SignsOnlyAfterEverybodyTrustsIt()
    {
        var introduced = Take(AuthorityStep.Introduce, New(), Start.AddDays(276));

        introduced.Bundle.ShouldContain(introduced.Next!.Certificate.Trim());
        AuthorityPlan.Next(introduced, Lives, Start.AddDays(276.9)).ShouldBe(AuthorityStep.None);
        AuthorityPlan.Next(introduced, Lives, Start.AddDays(277)).ShouldBe(AuthorityStep.Promote);
    }

    [Fact]
    public void Successor_OfASignerThatHasEnded_DoesNotWait()
    {
        var late = Take(AuthorityStep.Introduce, New(), Start.AddDays(364.9));

        AuthorityPlan.Next(late, Lives, Start.AddDays(365)).ShouldBe(AuthorityStep.Promote);
    }

    [Fact]
    public void Promotion_ChangesNobodysTrustAndDestroysTheOldKey()
    {
        var introduced = Take(AuthorityStep.Introduce, New(), Start.AddDays(276));

        var promoted = Take(AuthorityStep.Promote, introduced, Start.AddDays(277));

        promoted.Bundle.ShouldBe(introduced.Bundle);
        promoted.Signer.ShouldBe(introduced.Next);
        promoted.Retired.ShouldBe([introduced.Signer.Certificate]);
    }

    [Fact]
    public void Former_IsTrustedUntilItHasEnded()
    {
        var promoted = Take(AuthorityStep.Promote, Take(AuthorityStep.Introduce, New(), Start.AddDays(276)), Start.AddDays(277));

        AuthorityPlan.Next(promoted, Lives, Start.AddDays(364)).ShouldBe(AuthorityStep.None);
        AuthorityPlan.Next(promoted, Lives, Start.AddDays(365)).ShouldBe(AuthorityStep.Retire);
        Take(AuthorityStep.Retire, promoted, Start.AddDays(365)).Bundle.ShouldBe(promoted.Signer.Certificate.Trim() + "\n");
    }

    [Fact]
    public void ToString_NeverShowsAKey()
    {
        var state = Take(AuthorityStep.Introduce, New(), Start.AddDays(276));
        var files = new CertificateFiles("certificate", "secret-key", "bundle");

        $"{state} {state.Signer} {files} {state.Signer.IssueTenant("u", Start, Start.AddDays(1))}".ShouldNotContain("PRIVATE");
        files.ToString().ShouldNotContain("secret-key");
    }

    /// <summary>
    /// Three years, looked at every six hours. Everybody has the files of six hours before: a pod follows its Secret late. At no time may a gateway and a
    /// pod, each with whatever it has, refuse each other.
    /// </summary>
    [Fact]
    public void ThreeYears_WithFilesThatFollowLate_NobodyIsEverRefused()
    {
        var steps = new List<AuthorityStep>();
        AuthorityState? authority = null;
        LeafState? pod = null, gateway = null;
        Held? podNow = null, gatewayNow = null;
        for (var now = Start; now < Start.AddYears(3); now += TimeSpan.FromHours(6))
        {
            for (var step = AuthorityPlan.Next(authority, Lives, now); step != AuthorityStep.None; step = AuthorityPlan.Next(authority, Lives, now))
            {
                authority = AuthorityPlan.Take(step, authority, Lives, now);
                steps.Add(step);
            }

            var (podBefore, gatewayBefore) = (podNow, gatewayNow);
            if (LeafPlan.ReasonToIssue(pod, PeerNames.Tenant("acme"), authority!.Bundle, now) is not null)
                (pod, podNow) = Held.Of(authority.Signer.IssueTenant("acme", now - Lives.Skew, now + Lives.Leaf), authority);
            if (LeafPlan.ReasonToIssue(gateway, PeerNames.Gateway, authority.Bundle, now) is not null)
                (gateway, gatewayNow) = Held.Of(authority.Signer.IssueClient(PeerNames.Gateway, now - Lives.Skew, now + Lives.Leaf), authority);
            foreach (var server in new[] { podBefore, podNow }.OfType<Held>())
            {
                foreach (var client in new[] { gatewayBefore, gatewayNow }.OfType<Held>())
                {
                    (server.IsTrustedBy(client, now) && client.IsTrustedBy(server, now)).ShouldBeTrue($"at {now}");
                }
            }
        }

        AuthorityStep[] round = [AuthorityStep.Introduce, AuthorityStep.Promote, AuthorityStep.Retire];
        steps.ShouldBe([AuthorityStep.Create, .. round, .. round, .. round]);
    }

    private static AuthorityState New() => Take(AuthorityStep.Create, null, Start);

    private static AuthorityState Take(AuthorityStep step, AuthorityState? state, DateTimeOffset now) => AuthorityPlan.Take(step, state, Lives, now);

    private sealed record Held(string Certificate, string Bundle)
    {
        public static (LeafState State, Held Files) Of(PeerCertificatePair pair, AuthorityState authority) =>
            (LeafState.Read(pair.Certificate, pair.Key, authority.Bundle)!, new Held(pair.Certificate, authority.Bundle));

        public bool IsTrustedBy(Held other, DateTimeOffset now)
        {
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.VerificationTime = now.LocalDateTime;
            chain.ChainPolicy.CustomTrustStore.ImportFromPem(other.Bundle);
            using var leaf = X509Certificate2.CreateFromPem(Certificate);
            return chain.Build(leaf);
        }
    }
}
