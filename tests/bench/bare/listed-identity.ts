import type { X509Certificate } from 'node:crypto';
import type { GatewayId } from '../../../src/lib/domain/ids';
import type { Authority } from '../../../src/lib/server/ingest/identity/authority';
import type {
  BrokerIdentity,
  TlsMaterial,
  Verdict,
} from '../../../src/lib/server/ingest/identity/credentials';
import { commonNameOf } from '../../../src/lib/server/ingest/identity/peer-certificate';

/** Knows gateways by the names in their certificates, from a list, once per connection. */
export class ListedIdentity implements BrokerIdentity {
  readonly #known: ReadonlySet<string>;
  readonly #verdicts = new WeakMap<X509Certificate, Verdict>();

  constructor(
    private readonly authority: Authority,
    gateways: Iterable<string>,
  ) {
    this.#known = new Set(gateways);
  }

  check(certificate: X509Certificate): Verdict {
    const known = this.#verdicts.get(certificate);
    if (known !== undefined) return known;
    const verdict = this.#judge(certificate);
    this.#verdicts.set(certificate, verdict);
    return verdict;
  }

  met(): void {
    // Nothing is put on record.
  }

  async tlsMaterial(now: number): Promise<TlsMaterial> {
    const { certificatePem, keyPem } = await this.authority.brokerCertificate(now);
    return { certificate: certificatePem, key: keyPem, clientAuthorities: [this.authority.caPem] };
  }

  #judge(certificate: X509Certificate): Verdict {
    const name = commonNameOf(certificate);
    if (name === undefined || !this.#known.has(name)) {
      return { accepted: false, kind: 'unregistered', subject: name, detail: 'not on the list' };
    }
    return { accepted: true, gateway: name as GatewayId, notAfter: Date.parse(certificate.validTo) };
  }
}
