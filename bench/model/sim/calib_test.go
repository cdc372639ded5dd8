package sim_test
import ("testing";"fmt";"os";"time";"sync";"context";"reflect";"strings"
 "dialogo/bench";"dialogo/bench/model/sim";"dialogo/bench/judge";"dialogo/bench/judge/sandbox")
func TestMain(m *testing.M){ sandbox.Init(); os.Exit(m.Run())}
type rec struct{ j *judge.Judge; mu sync.Mutex; v map[string]bench.Verdict; d map[string]time.Duration}
func (r *rec) Judge(ctx context.Context,t *bench.Task,code string)(bench.Verdict,error){ st:=time.Now(); v,err:=r.j.Judge(ctx,t,code); v.CompileMS,v.RunMS=0,v.RunMS; r.mu.Lock(); r.v[t.ID+"\x00"+code]=v; if r.d[t.ID+"\x00"+code]==0{r.d[t.ID+"\x00"+code]=time.Since(st)}; r.mu.Unlock(); return v,err}
func TestCalib(t *testing.T){
 tasks:=suite(t)
 all:=mixes(t,"compile","compile+exec:partial","compile+exec:full","compile+exec:full+verbal:novice","compile+exec:full+verbal:expert","retry","resample")
 var set []sim.Setting; for _,m:=range all{set=append(set,sim.Setting{Mix:m,Turns:5,Stop:bench.StopSolved})}
 var recs []*rec
 n:=1; if os.Getenv("DET")!=""{n=2}
 for range n{
 j,err:=judge.New(t.Context(),judge.Options{}); if err!=nil{t.Fatal(err)}
 r:=&rec{j:j,v:map[string]bench.Verdict{},d:map[string]time.Duration{}}; recs=append(recs,r)
 st:=time.Now()
 for _,name:=range []string{"weak","medium","strong"}{
  tr,err:=student(t,name,tasks).Truth(t.Context(),r,set...); if err!=nil{t.Fatal(err)}
  fmt.Printf("CAL %-7s turn0 %.3f ",name,tr[0].Solved[0]); for i,x:=range tr{fmt.Printf(" %s %.3f/%.3f",strings.TrimPrefix(all[i].Notation,"compile+"),x.Recall,x.MRR)}; fmt.Println(time.Since(st))
 }
 j.Close()
 }
 if n==2{ for k,v:=range recs[0].v{ w:=recs[1].v[k]; v.RunMS,w.RunMS=0,0; if !reflect.DeepEqual(v,w){fmt.Printf("NONDET %q\n%+v\n%+v\n",k,v,w)}}}
 kinds:=map[string][4]int{}
 for i:=range tasks{ tk:=&tasks[i]; c,_:=student(t,"weak",tasks).Catalogue(tk.ID); 
  if len(c.Compile)<2||len(c.Semantic)<4{fmt.Println("SMALL",tk.ID,len(c.Compile),len(c.Semantic))}
  for k,v:=range recs[0].v{ id,code,_:=strings.Cut(k,"\x00"); if id!=tk.ID{continue}; s,_:=c.Find(code); if s.Compile>=0 {if v.Status!=bench.CompileError{fmt.Println("NOTBROKEN",id,s,v.Status)};continue}; if s.Semantic<0{ if v.Status!=bench.Passed{fmt.Println("REF",id,v)};continue}
   b:=c.Semantic[s.Semantic]; vis,hid:=0,0; for _,cr:=range v.Cases{ if cr.Status!=bench.Passed{ if cr.Visible{vis++}else{hid++}}}
   kk:=kinds[b.Kind]; kk[3]++; ln:=1+strings.Count(tk.Reference[:b.From],"\n")
   if vis>0{kk[0]++}else if hid>0{kk[1]++}else{kk[2]++; fmt.Println("EQUIV",id,b.Kind,ln,tk.Reference[b.From:b.To],"->",b.Text)}; kinds[b.Kind]=kk
   if v.Status==bench.Timeout||v.Status==bench.Memory||v.RunMS>800{fmt.Println("SLOW",id,b.Kind,ln,v.Status,v.RunMS,"ms")}
   if v.Status==bench.CompileError{fmt.Println("BROKEN",id,b,v.Diagnostics)}
  }}
 for k,v:=range kinds{fmt.Println("  KIND",k,v)}
}
