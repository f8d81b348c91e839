-- The first version of each letter. Later ones are published by compliance through the API.

INSERT INTO dispute.letter_template (id, kind, number, body, state, published_at) VALUES
  ('01935000-0000-7000-8000-000000000001', 'bureau_dispute', 1, $template$Re: Dispute of information in my credit file ({{ round.reference }})

To whom it may concern:

I dispute the following information in my file under 15 U.S.C. 1681i. Please reinvestigate each item, forward what I write and enclose to the furnisher, and delete or correct what is inaccurate, incomplete or cannot be verified.
{% for item in items %}
{{ forloop.index }}. {{ item.label }}
{{ item.paragraph }}
{% for fact in item.facts %}- {{ fact }}
{% endfor %}{% endfor %}
Please send me the written results of the reinvestigation at the address above.

{% if customer.ssn_last4 %}My Social Security number ends in {{ customer.ssn_last4 }}.{% endif %}{% if customer.birth_year %} I was born in {{ customer.birth_year }}.{% endif %}
{% if enclosures.size > 0 %}
Enclosed:
{% for enclosure in enclosures %}- {{ enclosure }}
{% endfor %}{% endif %}
Sincerely,


{{ customer.name }}
$template$, 'published', '2026-11-29T00:00:00Z'),
  ('01935000-0000-7000-8000-000000000002', 'direct_dispute', 1, $template$Re: Information that you furnish about me ({{ round.reference }})

To whom it may concern:

The following information that you furnish to consumer reporting agencies is not correct. Please look into it, and correct what you furnish to every agency.
{% for item in items %}
{{ forloop.index }}. {{ item.label }}
{{ item.paragraph }}
{% for fact in item.facts %}- {{ fact }}
{% endfor %}{% endfor %}
Please write to me at the address above and tell me what you found.

This letter was prepared for me by a credit repair organization at my request.

{% if customer.ssn_last4 %}My Social Security number ends in {{ customer.ssn_last4 }}.{% endif %}{% if customer.birth_year %} I was born in {{ customer.birth_year }}.{% endif %}
{% if enclosures.size > 0 %}
Enclosed:
{% for enclosure in enclosures %}- {{ enclosure }}
{% endfor %}{% endif %}
Sincerely,


{{ customer.name }}
$template$, 'published', '2026-11-29T00:00:00Z'),
  ('01935000-0000-7000-8000-000000000003', 'method_of_verification', 1, $template$Re: How you verified disputed information ({{ round.reference }})

To whom it may concern:

You told me that you verified the following information. Under 15 U.S.C. 1681i(a)(6)(B)(iii) and (a)(7) please describe the procedure by which you determined its accuracy and completeness, with the business name and address of each furnisher that you contacted, and its telephone number if it is reasonably available.
{% for item in items %}
{{ forloop.index }}. {{ item.label }}
{{ item.paragraph }}
{% for fact in item.facts %}- {{ fact }}
{% endfor %}{% endfor %}
Please send the description to me at the address above.

{% if customer.ssn_last4 %}My Social Security number ends in {{ customer.ssn_last4 }}.{% endif %}{% if customer.birth_year %} I was born in {{ customer.birth_year }}.{% endif %}
{% if enclosures.size > 0 %}
Enclosed:
{% for enclosure in enclosures %}- {{ enclosure }}
{% endfor %}{% endif %}
Sincerely,


{{ customer.name }}
$template$, 'published', '2026-11-29T00:00:00Z'),
  ('01935000-0000-7000-8000-000000000004', 'reinsertion_dispute', 1, $template$Re: Information that was deleted and has appeared again ({{ round.reference }})

To whom it may concern:

The following information was deleted from my file after a dispute and has appeared again. Under 15 U.S.C. 1681i(a)(5)(B) it may be put back only if the furnisher certifies that it is complete and accurate, and I am to be told in writing. I dispute it.
{% for item in items %}
{{ forloop.index }}. {{ item.label }}
{{ item.paragraph }}
{% for fact in item.facts %}- {{ fact }}
{% endfor %}{% endfor %}
Please delete it, or send me the notice of reinsertion with the name and address of the furnisher.

{% if customer.ssn_last4 %}My Social Security number ends in {{ customer.ssn_last4 }}.{% endif %}{% if customer.birth_year %} I was born in {{ customer.birth_year }}.{% endif %}
{% if enclosures.size > 0 %}
Enclosed:
{% for enclosure in enclosures %}- {{ enclosure }}
{% endfor %}{% endif %}
Sincerely,


{{ customer.name }}
$template$, 'published', '2026-11-29T00:00:00Z'),
  ('01935000-0000-7000-8000-000000000005', 'block_605b', 1, $template$Re: Block of information that results from identity theft ({{ round.reference }})

To whom it may concern:

I am a victim of identity theft. Under 15 U.S.C. 1681c-2 please block the following information, which does not relate to any transaction that I made, and tell the furnishers of the block.
{% for item in items %}
{{ forloop.index }}. {{ item.label }}
{{ item.paragraph }}
{% for fact in item.facts %}- {{ fact }}
{% endfor %}{% endfor %}
I enclose proof of my identity and my identity theft report, and I state that the information named above does not relate to any transaction by me.

{% if customer.ssn_last4 %}My Social Security number ends in {{ customer.ssn_last4 }}.{% endif %}{% if customer.birth_year %} I was born in {{ customer.birth_year }}.{% endif %}
{% if enclosures.size > 0 %}
Enclosed:
{% for enclosure in enclosures %}- {{ enclosure }}
{% endfor %}{% endif %}
Sincerely,


{{ customer.name }}
$template$, 'published', '2026-11-29T00:00:00Z'),
  ('01935000-0000-7000-8000-000000000006', 'validation', 1, $template$Re: Request for validation of a debt ({{ round.reference }})

To whom it may concern:

I dispute the following debt and ask you to validate it under 15 U.S.C. 1692g.
{% for item in items %}
{{ forloop.index }}. {{ item.label }}
{{ item.paragraph }}
{% for fact in item.facts %}- {{ fact }}
{% endfor %}{% endfor %}
Please send me the name and address of the original creditor and what shows the amount of the debt.

This letter was prepared for me by a credit repair organization at my request.

{% if customer.ssn_last4 %}My Social Security number ends in {{ customer.ssn_last4 }}.{% endif %}{% if customer.birth_year %} I was born in {{ customer.birth_year }}.{% endif %}
{% if enclosures.size > 0 %}
Enclosed:
{% for enclosure in enclosures %}- {{ enclosure }}
{% endfor %}{% endif %}
Sincerely,


{{ customer.name }}
$template$, 'published', '2026-11-29T00:00:00Z'),
  ('01935000-0000-7000-8000-000000000007', 'statement_of_dispute', 1, $template$Re: Statement of dispute for my file ({{ round.reference }})

To whom it may concern:

Your reinvestigation did not resolve my dispute. Under 15 U.S.C. 1681i(b) please put the following statement in my file and include it in later reports that contain the items named below.

"{{ statement }}"
{% for item in items %}
{{ forloop.index }}. {{ item.label }}
{{ item.paragraph }}
{% for fact in item.facts %}- {{ fact }}
{% endfor %}{% endfor %}
{% if customer.ssn_last4 %}My Social Security number ends in {{ customer.ssn_last4 }}.{% endif %}{% if customer.birth_year %} I was born in {{ customer.birth_year }}.{% endif %}
{% if enclosures.size > 0 %}
Enclosed:
{% for enclosure in enclosures %}- {{ enclosure }}
{% endfor %}{% endif %}
Sincerely,


{{ customer.name }}
$template$, 'published', '2026-11-29T00:00:00Z');
