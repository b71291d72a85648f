import time, pytest
from collections import Counter
from wardmote.kernel.moments import now
from wardmote.register.actions.load_register import load_register
from wardmote.register.queries.search import search_bodies
from wardmote.register.models import *
from tests.worlds import World
def test_t(db):
    t=time.time(); print(load_register(at=now())); print('load',time.time()-t)
    t=time.time(); w=World(); c=w.council('zzq'); w.submit(c); print('submit',time.time()-t)
    bad=[]
    for r in BodyRecord.objects.select_related('body').exclude(body__kind__in=['programme','platform']):
        for what,q in (('name',r.name),('code',r.body.code),('gss',r.body.gss),('domain',r.domain),('short',r.short_name)):
            if not q: continue
            hits=search_bodies(q)
            if not hits or hits[0].code!=r.body.code:
                bad.append((what,q,r.body.code,[(h.code,h.name,h.score) for h in hits[:3]], r.body.end_date))
    for b in bad: print(b)
